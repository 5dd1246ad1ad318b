
{%- for (label, id) in s.standing %}

data "aws_vpc_endpoint" "{{ label }}" {
  id = {{ id }}
}
{%- endfor %}
{%- for zone in s.zones %}

# The names of this endpoint for other VPCs. Those are associated below and in other accounts, so
# Terraform leaves alone which VPCs the zone has.
resource "aws_route53_zone" "{{ zone.label }}" {
  name    = {{ zone.name }}
  comment = {{ zone.comment }}

  vpc {
    vpc_id = var.vpc_id
  }

  tags = {
    {%- for (key, value) in zone.tags %}
    {{ key }} : {{ value }}
    {%- endfor %}
  }

  lifecycle {
    ignore_changes = [vpc]
  }

  # A zone hides what it does not hold: it comes after the endpoint, and after what is below it.
  depends_on = [
    {%- for first in zone.after %}
    {{ first }},
    {%- endfor %}
  ]
}
{%- for record in zone.records %}

resource "aws_route53_record" "{{ record.label }}" {
  zone_id = aws_route53_zone.{{ zone.label }}.zone_id
  name    = {{ record.name }}
  type    = {{ record.kind }}

  alias {
    name                   = {{ zone.entry }}.dns_name
    zone_id                = {{ zone.entry }}.hosted_zone_id
    evaluate_target_health = false
  }
}
{%- endfor %}
{%- for spoke in s.spokes %}

resource "aws_route53_zone_association" "{{ zone.label }}_{{ spoke.label }}" {
  zone_id = aws_route53_zone.{{ zone.label }}.zone_id
  vpc_id  = {{ spoke.vpc }}
}
{%- endfor %}
{%- for spoke in s.others %}
{%- if let Some(account) = spoke.account %}

# Account {{ Safe(account) }} associates this VPC: share-dns/{{ Safe(account) }}.sh does it with the ids of zone_ids.
resource "aws_route53_vpc_association_authorization" "{{ zone.label }}_{{ spoke.label }}" {
  zone_id = aws_route53_zone.{{ zone.label }}.zone_id
  vpc_id  = {{ spoke.vpc }}
}
{%- endif %}
{%- endfor %}
{%- endfor %}

output "zone_ids" {
  description = "The zones, in the order in which another account associates them"
  value       = [{% for zone in s.zones %}{% if !loop.first %}, {% endif %}aws_route53_zone.{{ zone.label }}.zone_id{% endfor %}]
}
