#   request  {{ about.name }}
#   plan     {{ about.plan }}, resting on AWS facts of {{ about.facts_date }}; notes: {{ about.notes }}
#   where    account {{ about.account }}, Region {{ about.region }}, {{ about.vpc }}
