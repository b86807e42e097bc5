Import(rules=['models/device.sml', 'models/login.sml', 'models/user.sml'])

_LoginFailed = not LoginSucceeded

PasswordGuessing = Rule(
  when_all=[_LoginFailed, FailuresLastHour >= 10],
  description=f'{FailuresLastHour} wrong passwords in an hour',
)

CredentialStuffing = Rule(
  when_all=[_LoginFailed, AccountsTriedFromNetwork >= 15],
  description=f'{AccountsTriedFromNetwork} accounts tried from one network',
)

GuessedPassword = Rule(
  when_all=[LoginSucceeded, FailuresLastHour >= 10, IsNewDevice],
  description=f'The right password after {FailuresLastHour} wrong ones, on a new device',
)

ImpossibleTravel = Rule(
  when_all=[LoginSucceeded, TravelSpeed > 1200, IsNewDevice],
  description=f'{TravelSpeed} kilometres an hour since the login before',
)

LoginAfterPasswordChange = Rule(
  when_all=[PasswordAge < TimeDelta(minutes=30), IsNewDevice, IpIsHosting],
  description='A new password, a new device, and an address in a data centre',
)

AutomatedLogin = Rule(
  when_all=[IsAutomatedClient],
  description='A login by a program that is no chat client',
)

# The owner is back once a known device logs in, well after the alarm.
OwnerIsBack = Rule(
  when_all=[
    LoginSucceeded,
    not IsNewDevice,
    PasswordAge < TimeDelta(days=1),
    HasLabel(entity=User, label='compromised', min_label_age=TimeDelta(hours=1)),
  ],
  description='Login from a known device with a new password',
)

WhenRules(
  rules_any=[PasswordGuessing, CredentialStuffing, AutomatedLogin],
  then=[DeclareVerdict(verdict='challenge')],
)

WhenRules(
  rules_any=[GuessedPassword, ImpossibleTravel, LoginAfterPasswordChange],
  then=[
    LabelAdd(entity=User, label='compromised'),
    DeclareVerdict(verdict='force_logout'),
  ],
)

WhenRules(
  rules_any=[OwnerIsBack],
  then=[LabelRemove(entity=User, label='compromised')],
)
