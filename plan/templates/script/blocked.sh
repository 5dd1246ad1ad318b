#!/usr/bin/env bash
#
# {{ file }} does nothing: this plan is blocked.
#
{% include "script/about.sh" %}

{
  printf 'error: this plan is blocked, and {{ file }} does nothing\n'
{%- for note in notes %}
  printf 'blocked: %s: %s: %s\n' {{ note.code }} {{ note.subject }} {{ note.detail }}
  printf 'help: %s\n' {{ note.fix }}
{%- endfor %}
} >&2
exit 1
