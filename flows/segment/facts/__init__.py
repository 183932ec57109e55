"""What a document says of itself: title, date, place, forum, session, symbol, agenda item, kind, and its one speaker.

front     the lines before what is said
dates     days, months and years
masthead  forum, session, symbol, item, place
titles    the title, and the author that it names
gathering what of it holds for the document; what the sidecar says wins
"""

from flows.segment.facts.gathering import describe

__all__ = ["describe"]
