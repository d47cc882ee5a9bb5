"""Other people's formats, in and out: the Open Cap Format.

Whatever one side cannot express is listed beside the result, never dropped silently.
"""

from minutebook.exchange.left_out import LeftOut, listed
from minutebook.exchange.ocf_export import Exported, export_ocf
from minutebook.exchange.ocf_import import Imported, import_ocf
from minutebook.exchange.ocf_package import Package, read_package

__all__ = [
    "Exported",
    "Imported",
    "LeftOut",
    "Package",
    "export_ocf",
    "import_ocf",
    "listed",
    "read_package",
]
