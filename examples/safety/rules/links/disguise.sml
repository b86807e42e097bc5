# Links that hide where they lead.
Import(rules=['models/message/links.sml', 'models/message/text.sml', 'models/user.sml'])

_Punycode = RegexMatchMap(target=ForeignDomains, pattern=r'(?:^|\.)xn--')

_Address = RegexMatch(
  target=MessageText,
  pattern=r'https?://(?:\d{1,3}\.){3}\d{1,3}\b|https?://0x[0-9a-f]{8}\b',
  case_insensitive=True,
)

_UserPart = RegexMatch(target=MessageText, pattern=r'https?://[^\s/@?#]{1,80}@')

_Program = RegexMatch(
  target=PlainText,
  pattern=r'https?://[^\s?#]+\.(?:exe|scr|bat|cmd|apk|msi|jar|ps1)\b',
)

# [teasel.example](https://elsewhere.example/...)
_OwnNameAsText = RegexMatch(
  target=PlainText,
  pattern=r'\[[^\]\n]{0,60}teasel[^\]\n]{0,60}\]\(https?://',
)

_LocalAddress = RegexMatchMap(
  target=ForeignDomains,
  pattern=r'^(?:localhost|127\.|10\.|192\.168\.)|\.(?:local|internal|localhost)(?::\d+)?$',
)

_EncodedHost = RegexMatch(target=MessageText, pattern=r'https?://[^\s/?#]*%[0-9A-Fa-f]{2}')

ShortenedLink = Rule(
  when_all=[ShortenerDomain != None, IsNewAccount],
  description=f'A shortened link after {MessagesSent} messages',
)

PunycodeLink = Rule(
  when_all=[_Punycode, not IsTrusted],
  description='A domain with letters beyond ASCII',
)

AddressLink = Rule(
  when_all=[_Address, not IsTrusted],
  description='A link to a number in place of a name',
)

UserPartLink = Rule(
  when_all=[_UserPart],
  description='A link with a name and @ before the domain',
)

ProgramLink = Rule(
  when_all=[_Program, not IsTrusted],
  description='A link to a program',
)

MismatchedLink = Rule(
  when_all=[_OwnNameAsText, ForeignDomainCount > 0],
  description='A link that is named for Teasel and leads elsewhere',
)

LocalLink = Rule(
  when_all=[_LocalAddress, IsNewAccount],
  description='A link into the network of the reader',
)

EncodedHostLink = Rule(
  when_all=[_EncodedHost],
  description='A link whose domain is written in codes',
)

WhenRules(
  rules_any=[UserPartLink, MismatchedLink, EncodedHostLink, ProgramLink],
  then=[
    LabelAdd(entity=User, label='phisher', expires_after=TimeDelta(weeks=12)),
    LabelAdd(entity=Domain, label='suspicious_domain', expires_after=TimeDelta(days=3)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[ShortenedLink, PunycodeLink, AddressLink, LocalLink],
  then=[DeclareVerdict(verdict='warn_readers')],
)
