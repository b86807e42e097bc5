# Many accounts made at once, by hand or by a program.
Import(rules=['models/device.sml', 'models/registration.sml', 'models/user.sml'])

DisposableEmail = Rule(
  when_all=[EmailIsDisposable],
  description='A mail address that will be gone tomorrow',
)

TaggedEmail = Rule(
  when_all=[EmailHasTag, AccountsOnDevice > 1],
  description=f'One mailbox for {AccountsOnDevice} accounts',
)

ManyAccountsOnDevice = Rule(
  when_all=[AccountsOnDevice >= 5],
  description=f'{AccountsOnDevice} accounts on one device',
)

RegistrationWave = Rule(
  when_all=[RegistrationsFromNetwork >= 20],
  description=f'{RegistrationsFromNetwork} accounts from one network in an hour',
)

HostedRegistration = Rule(
  when_all=[IpIsHosting, Referrer == None],
  description='Registered from a data centre',
)

AutomatedRegistration = Rule(
  when_all=[IsAutomatedClient or FormSeconds < 2],
  description=f'The form was filled in within {FormSeconds} seconds',
)

DeviceWasBanned = Rule(
  when_all=[HasLabel(entity=Device, label='banned_device')],
  description='A device of an account that was banned',
)

WhenRules(
  rules_any=[DisposableEmail, TaggedEmail, HostedRegistration],
  then=[
    LabelAdd(entity=User, label='limited', expires_after=TimeDelta(days=7)),
    DeclareVerdict(verdict='challenge'),
  ],
)

WhenRules(
  rules_any=[ManyAccountsOnDevice],
  then=[
    LabelAdd(entity=Device, label='shared_device', expires_after=TimeDelta(weeks=4)),
    DeclareVerdict(verdict='challenge'),
  ],
)

WhenRules(
  rules_any=[RegistrationWave, AutomatedRegistration, DeviceWasBanned],
  then=[
    LabelAdd(entity=User, label='automated'),
    LabelAdd(entity=Device, label='banned_device', apply_if=AutomatedRegistration),
    DeclareVerdict(verdict='reject'),
  ],
)
