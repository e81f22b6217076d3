"""Documents: collections of a provider's own JSON, kept as encoded bytes beside small index records.

`record` is one document; `base` an immutable collection made from a scenario; `collection` a session's copy-on-write
view of one; `store` all collections of a session; `cursor` the opaque tokens that page through and follow them.
What the documents mean is the providers' business: nothing here knows an event from a calendar.
"""

from mockserver.documents.base import Base, BaseBuilder, BaseSet, LateBaseSet
from mockserver.documents.collection import Collection
from mockserver.documents.cursor import Cursor, CursorExpired, CursorMalformed, Cursors
from mockserver.documents.record import FOREVER, Record
from mockserver.documents.store import Store, StoreFull

__all__ = [
    "FOREVER",
    "Base",
    "BaseBuilder",
    "BaseSet",
    "Collection",
    "Cursor",
    "CursorExpired",
    "CursorMalformed",
    "Cursors",
    "LateBaseSet",
    "Record",
    "Store",
    "StoreFull",
]
