# The first file of a message; more files arrive as events of their own.
_AttachmentName: Optional[str] = JsonData(path='$.message.attachments[0].name')
HasAttachment = _AttachmentName != None
AttachmentName: str = ResolveOptional(optional_value=_AttachmentName, default_value='')
