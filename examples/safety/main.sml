# Rules for Teasel, an invented chat service. Each kind of event has its own folder of rules, named
# for its action; an action without a folder runs no rules.
Import(rules=['models/action.sml'])

Require(rule=f'rules/{ActionName}/index.sml')
