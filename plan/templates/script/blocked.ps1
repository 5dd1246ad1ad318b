#
# {{ file }} does nothing: this plan is blocked.
#
{% include "script/about.sh" %}

[Console]::Error.WriteLine('error: this plan is blocked, and {{ file }} does nothing')
# JSON keeps every letter: Windows PowerShell reads this file as ASCII.
foreach ($Note in ({{ notes }} | ConvertFrom-Json)) {
    [Console]::Error.WriteLine("blocked: $($Note.code): $($Note.subject): $($Note.detail)")
    [Console]::Error.WriteLine("help: $($Note.fix)")
}
exit 1
