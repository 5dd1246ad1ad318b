# An endpoint that is there already, with the service and VPC that the plan says.
function Get-Existing([string] $Key, [string] $Id, [string] $Service) {
    $Found = Invoke-Aws @('ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids', $Id)
    if ($Found -is [bool]) { Stop-Refused "cannot look at $Id" }
    $One = $Found.VpcEndpoints[0]
    if ($One.VpcId -cne $Vpc -or $One.ServiceName -cne $Service) {
        Stop-Here "$Id is an endpoint of $($One.ServiceName) in $($One.VpcId), not of $Service in $Vpc" 'correct the request and plan again'
    }
    if (@('available', 'pending') -notcontains $One.State) {
        Stop-Here "$Id is $($One.State)" 'wait until it is available, or plan again with a new inventory'
    }
    return $One
}
{%- if any.modify %}

# Two texts are the same but for white space.
function Test-SameText([string] $One, [string] $Other) {
    return (($One -replace '\s', '') -ceq ($Other -replace '\s', ''))
}

# Stops when the file that would keep an endpoint's policy holds something else.
function Assert-RestoreFile([string] $Key, $Existing, [string] $Policy) {
    $Path = Join-Path $Here "restore-$Key.json"
    if (-not (Test-Path -LiteralPath $Path) -or (Test-SameText $Existing.PolicyDocument $Policy)) { return }
    if (-not (Test-SameText $Existing.PolicyDocument ([IO.File]::ReadAllText($Path)))) {
        Stop-Here "$Path is there already and is not the present policy of $($Existing.VpcEndpointId)" `
            'it may be the only copy of an older policy: move it to a safe place and run this again'
    }
}

# Changes an endpoint: keeps its present policy in a file, then sends what differs.
function Set-Existing([string] $Key, [string] $Id, [string] $Service, [string] $Policy,
    [string[]] $AddSubnets, [string[]] $RemoveSubnets, [string[]] $AddGroups, [string[]] $RemoveGroups,
    [string] $PrivateDns, [string] $Address) {
    $Existing = Get-Existing $Key $Id $Service
    Assert-RestoreFile $Key $Existing $Policy
    $script:Endpoints += $Id
    $Groups = @($Existing.Groups | ForEach-Object { $_.GroupId })
    $Words = @()
    $Undo = "aws ec2 modify-vpc-endpoint --region $Region --vpc-endpoint-id $Id"
    if (-not (Test-SameText $Existing.PolicyDocument $Policy)) {
        $Path = Join-Path $Here "restore-$Key.json"
        if (-not (Test-Path -LiteralPath $Path)) {
            [IO.File]::WriteAllText($Path, $Existing.PolicyDocument, $Utf8)
            Write-Host "${Key}: kept the present policy of $Id in $Path"
        }
        $Words += @('--policy-document', (Save-Json "policy-$Key.json" $Policy))
        $Undo += " --policy-document file://restore-$Key.json"
    }
    $Add = @($AddSubnets | Where-Object { $_ -and @($Existing.SubnetIds) -notcontains $_ })
    $Remove = @($RemoveSubnets | Where-Object { $_ -and @($Existing.SubnetIds) -contains $_ })
    $AddG = @($AddGroups | Where-Object { $_ -and $Groups -notcontains $_ })
    $RemoveG = @($RemoveGroups | Where-Object { $_ -and $Groups -contains $_ })
    if ($Add.Count -gt 0) {
        $Words += @('--add-subnet-ids') + $Add
        $Undo += " --remove-subnet-ids $($Add -join ' ')"
    }
    if ($Remove.Count -gt 0) {
        $Words += @('--remove-subnet-ids') + $Remove
        $Undo += " --add-subnet-ids $($Remove -join ' ')"
    }
    if ($AddG.Count -gt 0) {
        $Words += @('--add-security-group-ids') + $AddG
        $Undo += " --remove-security-group-ids $($AddG -join ' ')"
    }
    if ($RemoveG.Count -gt 0) {
        $Words += @('--remove-security-group-ids') + $RemoveG
        $Undo += " --add-security-group-ids $($RemoveG -join ' ')"
    }
    if ($PrivateDns -and ($PrivateDns -ceq '--private-dns-enabled') -ne $Existing.PrivateDnsEnabled) {
        $Words += @($PrivateDns)
        $Undo += if ($Existing.PrivateDnsEnabled) { ' --private-dns-enabled' } else { ' --no-private-dns-enabled' }
    }
    if ($Address -and $Address -ne $Existing.IpAddressType) {
        $Words += @('--ip-address-type', $Address)
        $Undo += " --ip-address-type $($Existing.IpAddressType)"
    }
    if ($Words.Count -eq 0) {
        Write-Host "${Key}: $Id is as planned already and is left alone"
        return
    }
    $Changed = Invoke-Aws (@('ec2', 'modify-vpc-endpoint', '--vpc-endpoint-id', $Id) + $Words)
    if ($Changed -is [bool] -and -not $Changed) { Stop-Refused "$Id was not changed, or the answer was lost; running this again is safe" }
    Write-Host "${Key}: changed $Id; to undo it: $Undo"
}
{%- endif %}
{%- if any.tag %}

# Gives an endpoint a tag, unless somebody gave it another value since the plan was made. The former
# value is empty where there was none.
function Set-Tag([string] $Key, [string] $Id, [string] $Tags, [string] $Former) {
    $Tag = @(ConvertFrom-Json $Tags)[0]
    $Before = (ConvertFrom-Json "{""Value"":$Former}").Value
    $Found = Invoke-Aws @('ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids', $Id)
    if ($Found -is [bool]) { Stop-Refused "cannot read the tags of $Id" }
    $Now = ''
    foreach ($One in @($Found.VpcEndpoints[0].Tags)) {
        if ($One -and $One.Key -ceq $Tag.Key) { $Now = $One.Value }
    }
    if ($Now -ceq $Tag.Value) { return }
    if ($Now -cne $Before) {
        Write-Host "${Key}: the tag $($Tag.Key) of $Id is $Now by now and is left alone"
        return
    }
    $Given = Invoke-Aws @('ec2', 'create-tags', '--resources', $Id, '--tags', (Save-Json "tag-$Key.json" $Tags))
    if ($Given -is [bool] -and -not $Given) { Stop-Refused "$Id was not given the tag $($Tag.Key); running this again is safe" }
    Write-Host "${Key}: gave $Id the tag $($Tag.Key)"
}
{%- endif %}
