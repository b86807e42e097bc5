# Rules for questions to the hotel's documents and for the answers. A node evaluates them when its
# setting answer.rules is true; an action without a folder runs no rules.
Import(rules=['models/asked.sml'])

Require(rule=f'rules/{ActionName}/index.sml')
