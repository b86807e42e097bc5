Import(
  rules=[
    'models/message/text.sml',
    'models/recipient.sml',
    'models/user.sml',
  ],
)

Require(rule='rules/text/index.sml')
Require(rule='rules/direct_message_sent/strangers.sml', require_if=IsFirstContact)
Require(rule='rules/direct_message_sent/romance.sml')

# The words that matter here are everyday ones; who says them to whom is what counts.
Require(rule='rules/direct_message_sent/minors.sml', require_if=IsRecipientMinor)
