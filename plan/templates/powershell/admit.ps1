# Admits a source to TCP 443, unless that rule is there.
function Confirm-Rule([string] $Source, [string] $List, [string] $Field) {
    $Found = Invoke-Aws @('ec2', 'describe-security-groups', '--group-ids', $script:Group)
    if ($Found -is [bool]) { Stop-Refused "cannot read the rules of $script:Group" }
    foreach ($Rule in $Found.SecurityGroups[0].IpPermissions) {
        if ($Rule.IpProtocol -ne 'tcp' -or $Rule.FromPort -ne 443 -or $Rule.ToPort -ne 443) { continue }
        foreach ($One in $Rule.$List) {
            if ($One.$Field -eq $Source) { return }
        }
    }
    $Added = Invoke-Aws @(
        'ec2', 'authorize-security-group-ingress', '--group-id', $script:Group,
        '--ip-permissions', "IpProtocol=tcp,FromPort=443,ToPort=443,$List=[{$Field=$Source}]")
    if ($Added -is [bool] -and -not $Added) {
        if ($script:Complaint -match 'InvalidPermission.Duplicate') { return }
        Stop-Refused "no rule for $Source was added to $script:Group, or the answer was lost; running this again is safe"
    }
    Write-Host "security group: added the missing rule for TCP 443 from $Source"
}
