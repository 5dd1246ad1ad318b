# Our security group, or nothing. Stops at another one of its name.
function Find-Group {
    $Found = Invoke-Aws @('ec2', 'describe-security-groups', '--filters', "Name=vpc-id,Values=$Vpc", "Name=group-name,Values=$GroupName")
    if ($Found -is [bool]) { Stop-Refused "cannot look for security groups in $Vpc" }
    foreach ($One in $Found.SecurityGroups) {
        if (Test-Ours $One) { return $One }
        Stop-Here "$Vpc has a security group $GroupName already, and this plan did not make it: $($One.GroupId)" `
            'delete it, with the teardown.sh of the plan that made it if there is one, or choose another name for the request'
    }
    return $null
}

# Makes the security group unless ours stands. It keeps EC2's default egress rule.
function Confirm-Group([string] $Description, [string] $Tags) {
    $Found = Find-Group
    if ($Found) {
        $script:Group = $Found.GroupId
        Write-Host "security group: $script:Group stands already and is left alone"
        return
    }
    Write-Host "security group: making $GroupName"
    $Made = Invoke-Aws @(
        'ec2', 'create-security-group', '--group-name', $GroupName, '--description', $Description,
        '--vpc-id', $Vpc, '--tag-specifications', (Save-Json 'tags-group.json' $Tags))
    if ($Made -is [bool]) {
        if (Test-Refused) { Stop-Refused 'AWS refused to make the security group; nothing was changed' }
        $Lost = $script:Complaint
        Start-Sleep -Seconds 10
        $Found = Find-Group
        $script:Complaint = $Lost
        if (-not $Found) { Stop-Refused 'it is not clear whether the security group was made; running this again is safe, for it looks first' }
        $script:Group = $Found.GroupId
    } else {
        $script:Group = $Made.GroupId
    }
    Save-Id $script:Group
    Write-Host "security group: made $script:Group"
    # A new group may take a moment to be seen everywhere.
    for ($Poll = 0; $Poll -lt 12 -and -not (Find-Group); $Poll++) { Start-Sleep -Seconds 5 }
}
