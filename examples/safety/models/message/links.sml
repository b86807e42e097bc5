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

KnownGoodDomain: Optional[str] = ListContains(list='trusted_domains', phrases=ForeignDomains)
IsKnownGoodLink = KnownGoodDomain != None and ForeignDomainCount == 1

ShortenerDomain: Optional[str] = ListContains(list='link_shorteners', phrases=ForeignDomains)
