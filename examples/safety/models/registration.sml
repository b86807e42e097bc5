# A new account, before anyone has seen it.
_Email: Secret[str] = JsonData(path='$.email', required=False)

_EmailIsDisposable: Secret[bool] = InList(
  list='disposable_email_domains',
  value=EmailDomain(email=_Email),
)
EmailIsDisposable = _EmailIsDisposable == True

_EmailHasTag: Secret[bool] = RegexMatch(target=EmailLocalPart(email=_Email), pattern=r'\+\w+$')
EmailHasTag = _EmailHasTag == True

_RegistrationsFromNetwork: Optional[int] = JsonData(
  path='$.registration.network_registrations_last_hour',
)
RegistrationsFromNetwork: int = ResolveOptional(
  optional_value=_RegistrationsFromNetwork,
  default_value=0,
)

_FormSeconds: Optional[float] = JsonData(path='$.registration.form_seconds')
FormSeconds: float = ResolveOptional(optional_value=_FormSeconds, default_value=60.0)

Referrer: Optional[str] = JsonData(path='$.registration.referrer')
