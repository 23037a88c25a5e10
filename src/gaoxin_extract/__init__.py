"""Reads messy Chinese articles on development zones and investment into records, each value traceable to its source.

>>> from gaoxin_extract import Pipeline
>>> (record,) = Pipeline.load().extract_text("项目总投资约45万元。")
>>> [(each.text, each.norm.amount, each.norm.mod) for each in record.entities]
[('约45万元', '450000', 'APPROX')]
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gaoxin_extract.pipeline import Pipeline

__all__ = ["Pipeline", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`Pipeline`, imported when first asked for: the command line's help and the schemas need no rules."""
    if name == "Pipeline":
        from gaoxin_extract.pipeline import Pipeline  # noqa: PLC0415 -- see above

        return Pipeline
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
