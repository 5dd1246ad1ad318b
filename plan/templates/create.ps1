#
# create.ps1 makes the {{ about.kind }} endpoints of a Postern plan, as create.sh does.
#
{% include "script/about.sh" %}
#
# It needs Windows PowerShell 5.1 or PowerShell 7, and the AWS CLI. It takes no arguments and asks
# nothing. It stops unless the credentials are those of account {{ about.account }}, and stops, with
# nothing changed, where it finds an endpoint that this plan did not make. It makes what is missing,
# leaves alone what stands, and waits at most ten minutes until every endpoint is available.
# What it makes carries the tags postern:request={{ about.name }} and postern:plan={{ about.plan }}, and its
# id is appended to {{ about.ids_file }} beside it.

{% include "powershell/common.ps1" %}
{% if any.create %}
{% include "powershell/endpoint.ps1" %}
{% endif %}
{%- if any.modify || any.leave %}
{% include "powershell/change.ps1" %}
{% endif %}
{%- if let Some(g) = group %}
$GroupName = {{ g.name }}

{% include "powershell/group.ps1" %}
{% endif %}
{%- if group.is_some() || standing.is_some() %}
{% include "powershell/admit.ps1" %}
{% endif %}
{% include "powershell/wait.ps1" %}
{% if let Some(s) = names %}
{% include "powershell/share.ps1" %}
{% endif %}{% for e in endpoints %}
{%- if e.sends_policy() %}
# The policy of the {{ e.title }} endpoint.
$Policy_{{ e.word }} = {{ e.policy }}
{% endif %}
{%- endfor %}
[void](New-Item -ItemType Directory -Path $Scratch)
try {
    Assert-Account

    # Look at everything before anything is changed.
{%- for e in endpoints %}
{%- match e.step %}
{%- when Step::Create with (_c) %}
    [void](Find-Endpoint {{ e.key }} {{ e.service }})
{%- when Step::Change with (c) %}
    Assert-RestoreFile {{ e.key }} (Get-Existing {{ e.key }} {{ c.id }} {{ e.service }}) $Policy_{{ e.word }}
{%- when Step::Leave with (id) %}
    [void](Get-Existing {{ e.key }} '{{ id }}' {{ e.service }})
{%- endmatch %}
{%- endfor %}
{%- if names.is_some() %}
    Find-Names
{%- endif %}
{%- if let Some(s) = standing %}

    # The security group of an earlier plan stands, and lacks these rules.
    $script:Group = {{ s.id }}
{%- for r in s.rules %}
    Confirm-Rule {{ r.source }} {{ r.list }} {{ r.field }}
{%- endfor %}
{%- endif %}
{%- if let Some(g) = group %}
    [void](Find-Group)

    Confirm-Group {{ g.description }} {{ g.tags }}
{%- for r in g.rules %}
    Confirm-Rule {{ r.source }} {{ r.list }} {{ r.field }}
{%- endfor %}
{%- endif %}
{% for e in endpoints %}
{%- match e.step %}
{%- when Step::Create with (c) %}
    Confirm-Endpoint {{ e.key }} {{ e.service }} $Policy_{{ e.word }} {{ c.tags }} @(
        '--vpc-endpoint-type', '{{ c.kind }}',
{%- if c.route_tables.is_empty() %}
        '--subnet-ids'{% for s in c.subnets %}, {{ s }}{% endfor %},
        '--security-group-ids'{% for g in c.groups %}{% if let Some(id) = g %}, {{ id }}{% else %}, $script:Group{% endif %}{% endfor %},
        '--ip-address-type', {{ c.address }},
        '{{ c.private_dns }}')
{%- else %}
        '--route-table-ids'{% for t in c.route_tables %}, {{ t }}{% endfor %})
{%- endif %}
{%- when Step::Change with (c) %}
    Set-Existing {{ e.key }} {{ c.id }} {{ e.service }} $Policy_{{ e.word }} `
        @({% for s in c.add_subnets %}{% if !loop.first %}, {% endif %}{{ s }}{% endfor %}) @({% for s in c.remove_subnets %}{% if !loop.first %}, {% endif %}{{ s }}{% endfor %}) `
        @({% for g in c.add_groups %}{% if !loop.first %}, {% endif %}{% if let Some(id) = g %}{{ id }}{% else %}$script:Group{% endif %}{% endfor %}) @({% for s in c.remove_groups %}{% if !loop.first %}, {% endif %}{{ s }}{% endfor %}) `
        '{% if let Some(o) = c.private_dns %}{{ o }}{% endif %}' '{% if let Some(a) = c.address %}{{ a }}{% endif %}'
{%- for t in c.tags %}
    Set-Tag {{ e.key }} {{ c.id }} {{ t.json }} {{ t.former_json }}
{%- endfor %}
{%- when Step::Leave with (id) %}
    # {{ e.title }}: the plan leaves it as it is.
    Write-Host ({{ e.key }} + ': {{ id }} stands already and is left alone')
    $script:Endpoints += '{{ id }}'
{%- endmatch %}
{%- endfor %}

    Wait-Endpoints
{%- if names.is_some() %}
    Confirm-Names
{%- endif %}
    Write-Host 'done; verify.sh, run on a machine in the VPC, proves that it works'
} finally {
    Remove-Item -Recurse -Force -LiteralPath $Scratch -ErrorAction SilentlyContinue
}
