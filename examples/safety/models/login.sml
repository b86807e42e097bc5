LoginSucceeded: bool = JsonData(path='$.login.succeeded', required=False)

_FailuresLastHour: Optional[int] = JsonData(path='$.login.failures_last_hour')
FailuresLastHour: int = ResolveOptional(optional_value=_FailuresLastHour, default_value=0)

_AccountsTriedFromNetwork: Optional[int] = JsonData(
  path='$.login.network_accounts_tried_last_hour',
)
AccountsTriedFromNetwork: int = ResolveOptional(
  optional_value=_AccountsTriedFromNetwork,
  default_value=1,
)

IsNewDevice: bool = JsonData(path='$.login.new_device', required=False)

# Distance to and time since the login before; absent at the first one.
_Kilometres: float = JsonData(path='$.login.kilometres_from_last', required=False)
_HoursSinceLast: float = JsonData(path='$.login.hours_since_last', required=False)
TravelSpeed: float = _Kilometres / _HoursSinceLast

PasswordChangedAt: Optional[str] = JsonData(path='$.login.password_changed_at')
PasswordAge = TimeSince(
  timestamp=ResolveOptional(optional_value=PasswordChangedAt, default_value='1970-01-01T00:00:00Z'),
)
