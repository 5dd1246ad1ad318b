# {{ title }}
{%- for warning in warnings %}
# {{ warning }}
{%- endfor %}

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  description = "The Region of the endpoints; their policies name it too"
  type        = string
  default     = {{ region }}
}

variable "vpc_id" {
  description = "The VPC"
  type        = string
  default     = {{ vpc }}
}
{%- for list in lists %}

variable {{ list.name }} {
  description = {{ list.description }}
  type        = list(string)
  default     = [{% for item in list.items %}{{ item }}{% if !loop.last %}, {% endif %}{% endfor %}]
}
{%- endfor %}
{%- for endpoint in endpoints %}
{%- if endpoint.existing.is_none() && endpoint.route_tables.is_none() %}

variable "{{ endpoint.label }}_private_dns" {
  description = "Private DNS of this endpoint; off and on again in two steps when it is replaced"
  type        = bool
  default     = {{ endpoint.private_dns }}
}
{%- endif %}
{%- endfor %}
{%- if let Some(group) = group %}

resource "aws_security_group" "endpoints" {
  name        = {{ group.name }}
  description = {{ group.description }}
  vpc_id      = var.vpc_id

  tags = {
    {%- for (key, value) in group.tags %}
    {{ key }} : {{ value }}
    {%- endfor %}
  }
}
{%- for rule in rules %}

resource "aws_vpc_security_group_ingress_rule" {{ rule.name }} {
  {{ rule.attribute }} = {{ rule.source }}

  security_group_id = aws_security_group.endpoints.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
{%- endfor %}

# EC2 gives every new group this rule and Terraform takes it away, so it stands here.
resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.endpoints.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
{%- endif %}
{%- for endpoint in endpoints %}

# {{ endpoint.title }}
{%- if let Some(id) = endpoint.existing %}
# This endpoint is there already: Terraform changes it and never deletes it. Before a destroy, let go
# of it: terraform state rm aws_vpc_endpoint.{{ endpoint.label }}
import {
  to = aws_vpc_endpoint.{{ endpoint.label }}
  id = {{ id }}
}
{% endif %}
resource "aws_vpc_endpoint" "{{ endpoint.label }}" {
{%- if let Some(tables) = endpoint.route_tables %}
  vpc_id            = var.vpc_id
  service_name      = {{ endpoint.service_name }}
  vpc_endpoint_type = "Gateway"
  route_table_ids   = {{ tables }}
{%- else %}
  vpc_id             = var.vpc_id
  service_name       = {{ endpoint.service_name }}
  vpc_endpoint_type  = "Interface"
  subnet_ids         = {{ endpoint.subnets }}
  security_group_ids = {{ endpoint.groups }}
{%- endif %}

  policy = <<EOT
{{ endpoint.policy }}
EOT
{%- if endpoint.existing.is_some() %}
{%- if endpoint.switched.switches_private_dns %}

  private_dns_enabled = {{ endpoint.private_dns }}
{%- endif %}
{%- if let Some(kind) = endpoint.switched.address %}

  ip_address_type = {{ kind }}
{%- endif %}

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [{% if !endpoint.switched.switches_private_dns %}private_dns_enabled, {% endif %}{% if endpoint.switched.address.is_none() %}ip_address_type, {% endif %}tags, tags_all]
  }
}
{%- for tag in endpoint.switched.tags %}

resource "aws_ec2_tag" "{{ endpoint.label }}_{{ Safe(loop.index) }}" {
  resource_id = aws_vpc_endpoint.{{ endpoint.label }}.id
  key         = {{ tag.key }}
  value       = {{ tag.value }}
}
{%- endfor %}
{%- else %}
  {%- if endpoint.route_tables.is_none() %}

  private_dns_enabled = var.{{ endpoint.label }}_private_dns
  {%- endif %}
  {%- if let Some(kind) = endpoint.ip_address_type %}
  ip_address_type     = {{ kind }}
  {%- endif %}

  tags = {
    {%- for (key, value) in endpoint.tags %}
    {{ key }} : {{ value }}
    {%- endfor %}
  }
  {%- if let Some(after) = endpoint.after %}

  # Private DNS here hides the gateways' names until their endpoint is there.
  depends_on = [aws_vpc_endpoint.{{ after }}]
  {%- endif %}
}
{%- endif %}

output "{{ endpoint.label }}_endpoint_id" {
  description = "Its id"
  value       = aws_vpc_endpoint.{{ endpoint.label }}.id
}
{%- if endpoint.route_tables.is_none() %}

output "{{ endpoint.label }}_endpoint_dns" {
  description = "Its DNS names and their hosted zones"
  value       = aws_vpc_endpoint.{{ endpoint.label }}.dns_entry
}
{%- endif %}
{%- endfor %}
{%- if let Some(s) = shared %}{% include "terraform/shared.tf" %}{% endif %}
