# Our endpoint of a service, or one that is being deleted, or nothing. Stops at one that is not ours.
function Find-Endpoint([string] $Key, [string] $Service) {
    $Found = Invoke-Aws @('ec2', 'describe-vpc-endpoints', '--filters', "Name=vpc-id,Values=$Vpc", "Name=service-name,Values=$Service")
    if ($Found -is [bool]) { Stop-Refused "cannot look for $Service in $Vpc" }
    $Ours = $null
    $Leaving = $null
    foreach ($One in $Found.VpcEndpoints) {
        if (@('deleted', 'failed', 'rejected', 'expired') -contains $One.State) { continue }
        if ($One.State -eq 'deleting') {
            $Leaving = $One
        } elseif (Test-Ours $One) {
            $Ours = $One
        } else {
            Stop-Here "$Vpc has an endpoint of $Service already, and this plan did not make it: $($One.VpcEndpointId) ($($One.State))" `
{% if about.is_workload %}                "it may serve the agents as well: leave $Key out of [workload] endpoints and plan again, or delete it if nobody needs it"{% else %}                "name it as existing under [endpoints.$Key] in the request and plan again, or delete it if nobody needs it"{% endif %}
        }
    }
    if ($Leaving) { return $Leaving }
    return $Ours
}

# Makes an endpoint unless ours stands. The words are those of the call.
function Confirm-Endpoint([string] $Key, [string] $Service, [string] $Policy, [string] $Tags, [string[]] $Words) {
    $Deadline = (Get-Date).AddMinutes(10)
    $Found = Find-Endpoint $Key $Service
    while ($Found -and $Found.State -eq 'deleting') {
        if ((Get-Date) -ge $Deadline) { Stop-Here "$($Found.VpcEndpointId) is still being deleted after ten minutes" 'run this again later' }
        Write-Host "${Key}: waiting until $($Found.VpcEndpointId), which is being deleted, is gone"
        Start-Sleep -Seconds 10
        $Found = Find-Endpoint $Key $Service
    }
    if ($Found) {
        Write-Host "${Key}: $($Found.VpcEndpointId) stands already and is left alone"
        $script:Endpoints += $Found.VpcEndpointId
        return
    }
    Write-Host "${Key}: making an endpoint of $Service"
    # A token is new in every run, so that this works again after a teardown.
    $Token = 'postern-' + [Guid]::NewGuid().ToString('N')
    $Made = Invoke-Aws (@(
            'ec2', 'create-vpc-endpoint', '--client-token', $Token,
            '--vpc-id', $Vpc, '--service-name', $Service,
            '--policy-document', (Save-Json "policy-$Key.json" $Policy),
            '--tag-specifications', (Save-Json "tags-$Key.json" $Tags)) + $Words)
    if ($Made -is [bool]) {
        if (Test-Refused) { Stop-Refused "AWS refused to make the $Key endpoint; what was made before it stands, and running this again goes on from there" }
        # The call's answer was lost. There was no endpoint just before it: one that is there now is its.
        Write-Host "${Key}: no clear answer; looking whether it was made all the same"
        $Lost = $script:Complaint
        Start-Sleep -Seconds 10
        $Found = Find-Endpoint $Key $Service
        $script:Complaint = $Lost
        if (-not $Found) { Stop-Refused "it is not clear whether the $Key endpoint was made; running this again is safe, for it looks first" }
        $Id = $Found.VpcEndpointId
    } else {
        $Id = $Made.VpcEndpoint.VpcEndpointId
    }
    Save-Id $Id
    Write-Host "${Key}: made $Id"
    $script:Endpoints += $Id
}
