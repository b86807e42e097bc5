Import(rules=['models/message/links.sml', 'models/message/text.sml', 'models/user.sml'])

ManyLinks = Rule(
  when_all=[LinkCount > 5, not IsTrusted],
  description=f'{LinkCount} links in one message',
)

ManyDomains = Rule(
  when_all=[ForeignDomainCount > 3, IsNewAccount],
  description=f'Links to {ForeignDomainCount} domains after {MessagesSent} messages',
)

FirstMessageIsLink = Rule(
  when_all=[MessagesSent <= 1, ForeignDomainCount > 0, not IsKnownGoodLink],
  description='The first message of an account is a link',
)

_TextWithoutLinks = MessageLength - LinkCount * 40

BareLinkWave = Rule(
  when_all=[_TextWithoutLinks < 10, RoomsWithTextLastHour >= 2, IsNewAccount],
  description=f'Nothing but a link, in {RoomsWithTextLastHour} rooms',
)

# Half of the accounts wait for a moderator, so that the others show what that is worth.
LinkHoldExperiment = Experiment(
  entity=User,
  buckets=['control', 'hold'],
  bucket_sizes=[50.0, 50.0],
  version=1,
  revision=1,
)

FirstLinkHeld = Rule(
  when_all=ExperimentWhen(
    experiment=LinkHoldExperiment,
    control=[False],
    hold=[IsNewAccount, ForeignDomainCount > 0, not IsKnownGoodLink],
  ),
  description='A link of a new account, held by experiment',
)

WhenRules(
  rules_any=[ManyLinks, ManyDomains, BareLinkWave],
  then=[
    LabelAdd(entity=User, label='spammer', expires_after=TimeDelta(days=7)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[FirstMessageIsLink, FirstLinkHeld],
  then=[DeclareVerdict(verdict='hold')],
)
