Text: str = JsonData(path='$.text', required=False, coerce_type=True)
TextLength = StringLength(s=Text)
Lower = StringToLower(s=Text)
HasLink = RegexMatch(target=Text, pattern=r'https?://\S+')
