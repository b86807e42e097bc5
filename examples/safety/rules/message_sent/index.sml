Import(
  rules=[
    'models/message/attachment.sml',
    'models/message/text.sml',
    'models/room.sml',
    'models/user.sml',
  ],
)

Require(rule='rules/text/index.sml')
Require(rule='rules/message_sent/mentions.sml')
Require(rule='rules/message_sent/invites.sml')
Require(rule='rules/message_sent/new_accounts.sml', require_if=IsNewAccount)
Require(rule='rules/message_sent/raided_room.sml', require_if=RoomIsUnderRaid)
Require(rule='rules/message_sent/attachments.sml', require_if=HasAttachment)
