# There is no waiter for endpoints, so this asks until all are available, for at most ten minutes.
function Wait-Endpoints {
    $Deadline = (Get-Date).AddMinutes(10)
    while ($true) {
        $Pending = @()
        $Found = Invoke-Aws (@('ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids') + $script:Endpoints)
        if ($Found -is [bool]) {
            # An endpoint that was just made may not be seen at once, and a call may be throttled.
            if ($script:Complaint -notmatch 'NotFound|RequestLimitExceeded|Throttl|Unavailable|InternalError') {
                Stop-Refused "the endpoints are made, but cannot be watched: $script:Endpoints"
            }
            $Pending = $script:Endpoints
        } else {
            foreach ($One in $Found.VpcEndpoints) {
                if ($One.State -eq 'available') { continue }
                $Why = "$($One.LastError.Code) $($One.FailureReason) $($One.LastError.Message)".Trim()
                if (@('pending', 'pendingAcceptance', 'partial') -contains $One.State) {
                    $Pending += $One.VpcEndpointId
                    if ($Why) { Write-Host "$($One.VpcEndpointId) is $($One.State): $Why" }
                    continue
                }
                if (-not $Why) { $Why = 'EC2 gives no reason' }
                Stop-Here "$($One.VpcEndpointId) is $($One.State): $Why" 'mend the cause, remove what was made with teardown.sh, and run this again'
            }
            if ($Pending.Count -eq 0) {
                foreach ($One in $Found.VpcEndpoints) {
                    Write-Host "$($One.VpcEndpointId) is available: $($One.ServiceName)"
                    foreach ($Entry in $One.DnsEntries) { Write-Host "  $($Entry.DnsName)" }
                }
                return
            }
        }
        if ((Get-Date) -ge $Deadline) { Stop-Here "not available after ten minutes: $Pending" 'run this again to go on waiting; nothing is made twice' }
        Write-Host "waiting for $Pending"
        Start-Sleep -Seconds 10
    }
}
