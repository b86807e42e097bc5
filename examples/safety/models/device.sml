Device: Entity[str] = EntityJson(type='Device', path='$.session.device.id', required=False)

_AccountsOnDevice: Optional[int] = JsonData(path='$.session.device.accounts')
AccountsOnDevice: int = ResolveOptional(optional_value=_AccountsOnDevice, default_value=1)

UserAgent: str = JsonData(path='$.session.user_agent', required=False)

IsAutomatedClient = RegexMatch(
  target=UserAgent,
  pattern=r'\b(?:curl|wget|python-requests|headless|scrapy|okhttp)\b',
  case_insensitive=True,
)

# The address itself never leaves the engine; what follows from it may.
_Ip: Secret[str] = JsonData(path='$.ip', required=False)
_IpIsHosting: Secret[bool] = InList(list='hosting_networks', value=IpNetwork(ip=_Ip))
IpIsHosting = _IpIsHosting == True
