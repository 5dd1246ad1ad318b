#   request  {{ about.name }}
#   plan     {{ about.plan }}, from AWS facts of {{ about.facts_date }}
#   where    account {{ about.account }}, Region {{ about.region }}, {{ about.vpc }}
#   notes    {{ about.notes }}
