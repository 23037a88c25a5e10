"""The faults that this package names: each says what is wrong, where, and what to do."""


class GaoxinError(Exception):
    """Base of all faults that a user can mend; its text is one line."""


class SourceError(GaoxinError):
    """An input that can't be read: missing, binary, not decodable, or with a broken line."""


class RuleError(GaoxinError):
    """A rule file that breaks the form of rules; the text begins with `path:line`."""


class ModelError(GaoxinError):
    """Weights or a language model that are missing or don't fit."""


class RecordError(GaoxinError):
    """A record or annotation that breaks the record format."""
