"""The tables of a release, in the order in which they are read and written."""

from schemas.boxes import Boxes
from schemas.changes import Changes
from schemas.claim_topics import ClaimTopics
from schemas.claims import Claims
from schemas.columns import Columns
from schemas.document_facts import DocumentFacts
from schemas.document_subjects import DocumentSubjects
from schemas.documents import Documents
from schemas.edits import Edits
from schemas.entities import Entities
from schemas.fetches import Fetches
from schemas.furniture import Furniture
from schemas.memberships import Memberships
from schemas.mentions import Mentions
from schemas.pages import Pages
from schemas.paragraphs import Paragraphs
from schemas.quality import Quality
from schemas.quarantine import Quarantine
from schemas.sentences import Sentences
from schemas.sources import Sources
from schemas.statements import Statements
from schemas.table import Table
from schemas.topics import Topics

SCHEMA_VERSION = "3"

TABLES: dict[str, type[Table]] = {
    "documents": Documents,
    "statements": Statements,
    "paragraphs": Paragraphs,
    "sentences": Sentences,
    "claims": Claims,
    "claim_topics": ClaimTopics,
    "mentions": Mentions,
    "furniture": Furniture,
    "edits": Edits,
    "pages": Pages,
    "boxes": Boxes,
    "document_facts": DocumentFacts,
    "document_subjects": DocumentSubjects,
    "quarantine": Quarantine,
    "sources": Sources,
    "fetches": Fetches,
    "changes": Changes,
    "columns": Columns,
    "quality": Quality,
    "entities": Entities,
    "memberships": Memberships,
    "topics": Topics,
}
