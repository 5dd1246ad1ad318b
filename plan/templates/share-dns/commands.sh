
{%- for z in s.zones %}
# The zone {{ z.about() }} for other VPCs. Its endpoint must be available.
postern_zone=$(aws route53 create-hosted-zone \
  --region {{ head.region }} \
  --name {{ z.name }} \
  --caller-reference {{ s.reference }}"$(date +%s)" \
  --hosted-zone-config {{ s.config }} \
  --vpc {{ s.hub }} \
  --query HostedZone.Id --output text)

aws route53 change-tags-for-resource \
  --region {{ head.region }} \
  --resource-type hostedzone \
  --resource-id "${postern_zone##*/}" \
  --add-tags {{ z.tags }}

# What EC2 calls the endpoint, and the zone of that name.
postern_alias_zone=$(aws ec2 describe-vpc-endpoints \
  --region {{ head.region }} \
{%- if z.id.is_empty() %}
  --filters {{ s.in_vpc }} {{ z.of_service() }} {{ s.of_request }} {{ s.of_plan }} \
{%- else %}
  --vpc-endpoint-ids {{ z.id }} \
{%- endif %}
  --query 'VpcEndpoints[0].DnsEntries[0].HostedZoneId' --output text)
postern_alias_name=$(aws ec2 describe-vpc-endpoints \
  --region {{ head.region }} \
{%- if z.id.is_empty() %}
  --filters {{ s.in_vpc }} {{ z.of_service() }} {{ s.of_request }} {{ s.of_plan }} \
{%- else %}
  --vpc-endpoint-ids {{ z.id }} \
{%- endif %}
  --query 'VpcEndpoints[0].DnsEntries[0].DnsName' --output text)
{%- for c in z.changes() %}

aws route53 change-resource-record-sets \
  --region {{ head.region }} \
  --hosted-zone-id "${postern_zone:?make the zone first}" \
  --change-batch {{ c[0] }}"${postern_alias_zone:?is empty}"{{ c[1] }}"${postern_alias_name:?is empty}"{{ c[2] }}
{%- endfor %}
{%- for v in s.spoke_words %}

aws route53 associate-vpc-with-hosted-zone \
  --region {{ head.region }} \
  --hosted-zone-id "${postern_zone:?make the zone first}" \
  --vpc {{ v }}
{%- endfor %}
{%- for v in s.other_words %}

# A VPC of another account: its account associates it, with the script named after it.
aws route53 create-vpc-association-authorization \
  --region {{ head.region }} \
  --hosted-zone-id "${postern_zone:?make the zone first}" \
  --vpc {{ v }}
{%- endfor %}
{% endfor %}