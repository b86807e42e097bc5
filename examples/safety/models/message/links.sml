Import(rules=['models/message/text.sml'])

# Files that import this run only for messages that have a link.
_Links: List[str] = StringExtractURLs(s=MessageText)
LinkCount = ListLength(list=_Links)

LinkDomains: List[str] = StringExtractDomains(s=MessageText)

_OwnDomains = ['cdn.teasel.example', 'help.teasel.example', 'teasel.example', 'www.teasel.example']
ForeignDomains: List[str] = ListDifference(a=LinkDomains, b=_OwnDomains)
ForeignDomainCount = ListLength(list=ForeignDomains)

Domain: Entity[str] = Entity(type='Domain', id=ListRead(list=ForeignDomains))

PlainDomains: str = FoldLookalikes(s=StringJoin(s=' ', iterable=ForeignDomains))

# The whole domain must be in the list: a list of words would also find one inside of a longer one.
IsKnownGoodLink = (
  ForeignDomainCount == 1 and InList(list='trusted_domains', value=ListRead(list=ForeignDomains))
)

ShortenerDomain: Optional[str] = ListContains(list='link_shorteners', phrases=ForeignDomains)
