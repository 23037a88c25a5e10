"""The verbs of the command line, a module each: arguments in, a library call, lines out."""
