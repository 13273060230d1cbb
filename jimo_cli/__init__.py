"""jimo looks up facts: what a figure was, exactly, and where it comes from."""

TYPE_CHECKING = False  # what `typing` calls so; a look-up need not import `typing` for it
if TYPE_CHECKING:
    from jimo_cli.catalog import Catalog

__version__ = "0.1.0"
__all__ = ["Catalog", "__version__"]


def __getattr__(name: str) -> object:
    # The command line starts here as well and must not pay for what it does not use.
    if name == "Catalog":
        from jimo_cli.catalog import Catalog  # noqa: PLC0415

        return Catalog
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
