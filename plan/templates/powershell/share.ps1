$Spokes = @({% for v in s.vpcs %}{% if !loop.first %}, {% endif %}{{ v }}{% endfor %})
$Others = @({% for v in s.other_vpcs %}{% if !loop.first %}, {% endif %}{{ v }}{% endfor %})
$script:ZoneIds = @()

# Stops with what could not be done about a zone, and why.
function Stop-Zone([string] $Message) {
    if ($script:Complaint -match 'ConflictingDomainExists|conflicting domain') {
        [Console]::Error.WriteLine($script:Complaint.Trim())
        Stop-Here $Message 'that VPC has another zone of this name, or an endpoint of the service with private DNS: remove it or turn its private DNS off, and run this again'
    }
    Stop-Refused $Message
}

# A tag of a zone, or nothing.
function Get-ZoneTag([string] $Zone, [string] $Key) {
    $Found = Invoke-Aws @('route53', 'list-tags-for-resource', '--resource-type', 'hostedzone', '--resource-id', $Zone)
    if ($Found -is [bool]) { Stop-Zone "cannot read the tags of the zone $Zone" }
    return [string]($Found.ResourceTagSet.Tags | Where-Object { $_.Key -ceq $Key } | ForEach-Object { $_.Value })
}

# The VPCs of a zone.
function Get-ZoneVpcs([string] $Zone) {
    $Found = Invoke-Aws @('route53', 'get-hosted-zone', '--id', $Zone)
    if ($Found -is [bool]) { Stop-Zone "cannot look at the zone $Zone" }
    return @($Found.VPCs | ForEach-Object { $_.VPCId })
}

# The id of this request's zone of a name, or nothing. Stops at a zone of the name that no plan made.
function Find-Zone([string] $ZoneName) {
    $Found = Invoke-Aws @('route53', 'list-hosted-zones-by-name', '--dns-name', $ZoneName, '--max-items', '100')
    if ($Found -is [bool]) { Stop-Zone "cannot look for the zone $ZoneName" }
    $Named = @($Found.HostedZones | Where-Object { $_.Name -ceq "$ZoneName." -and $_.Config.PrivateZone })
    foreach ($One in $Named) {
        if ($One.CallerReference.StartsWith({{ s.reference }}, [StringComparison]::Ordinal)) { return ($One.Id -split '/')[-1] }
    }
    foreach ($One in $Named) {
        $Id = ($One.Id -split '/')[-1]
        if ((Get-ZoneTag $Id 'postern:request') -ceq $Name -and (Get-ZoneVpcs $Id) -ccontains $Vpc) { return $Id }
    }
    $There = Invoke-Aws @('route53', 'list-hosted-zones-by-vpc', '--vpc-id', $Vpc, '--vpc-region', $Region)
    if ($There -is [bool]) { Stop-Zone "cannot list the private hosted zones of $Vpc" }
    foreach ($One in $There.HostedZoneSummaries) {
        if ($One.Name.TrimEnd('.') -ceq $ZoneName) {
            Stop-Here "$Vpc has a private hosted zone $ZoneName already, and no plan of this request made it: $($One.HostedZoneId)" `
                'delete it if nobody needs it; where it is of a service, turn private DNS of the endpoint off'
        }
    }
    return $null
}

# Makes a zone in the endpoints' VPC unless ours stands, and tags it. Answers with its id.
function Confirm-Zone([string] $ZoneName, [string] $Tags) {
    $Zone = Find-Zone $ZoneName
    if ($Zone) {
        Write-Host "${ZoneName}: zone $Zone stands already"
    } else {
        Write-Host "${ZoneName}: making a private hosted zone"
        # New in every run, so that this works again after a teardown.
        $Made = Invoke-Aws @('route53', 'create-hosted-zone', '--name', $ZoneName,
            '--caller-reference', ({{ s.reference }} + [Guid]::NewGuid().ToString('N')),
            '--hosted-zone-config', {{ s.config }}, '--vpc', {{ s.hub }})
        if ($Made -is [bool]) { Stop-Zone "the zone $ZoneName was not made, or the answer was lost; running this again is safe, for it looks first" }
        $Zone = ($Made.HostedZone.Id -split '/')[-1]
        Write-Host "${ZoneName}: made zone $Zone"
    }
    $script:ZoneIds += $Zone
    if ((Get-ZoneTag $Zone 'postern:plan') -cne $Plan) {
        $Done = Invoke-Aws @('route53', 'change-tags-for-resource', '--resource-type', 'hostedzone', '--resource-id', $Zone,
            '--add-tags', (Save-Json 'zone-tags.json' $Tags))
        if ($Done -eq $false) { Stop-Zone "the zone $Zone was not tagged; running this again is safe" }
    }
    return $Zone
}

# What EC2 calls an endpoint. Without an id it is the one that this plan made.
function Get-Entry([string] $Key, [string] $Service, [string] $Id) {
    $Which = @('--filters', "Name=vpc-id,Values=$Vpc", "Name=service-name,Values=$Service",
        "Name=tag:postern:request,Values=$Name", "Name=tag:postern:plan,Values=$Plan")
    if ($Id) { $Which = @('--vpc-endpoint-ids', $Id) }
    $Found = Invoke-Aws (@('ec2', 'describe-vpc-endpoints') + $Which)
    if ($Found -is [bool]) { Stop-Refused "cannot look for the $Key endpoint" }
    foreach ($One in $Found.VpcEndpoints) {
        if (@('available', 'pending') -contains $One.State -and $One.DnsEntries) { return $One.DnsEntries[0] }
    }
    Stop-Here "there is no $Key endpoint of this plan in $Vpc that has a name" 'make the endpoints first, and run this again when they are available'
}

# Makes a record of a zone lead to an endpoint, unless it does.
function Confirm-Record([string] $Zone, [string] $Record, [string] $Type, $Entry) {
    $Found = Invoke-Aws @('route53', 'list-resource-record-sets', '--hosted-zone-id', $Zone)
    if ($Found -is [bool]) { Stop-Zone "cannot read the records of the zone $Zone" }
    foreach ($One in $Found.ResourceRecordSets) {
        # Route 53 writes an asterisk as \052.
        if ($One.Name.Replace('\052', '*') -ceq "$Record." -and $One.Type -ceq $Type -and
            $One.AliasTarget.HostedZoneId -ceq $Entry.HostedZoneId -and $One.AliasTarget.DNSName.TrimEnd('.') -ceq $Entry.DnsName) { return }
    }
    $Target = @{ HostedZoneId = $Entry.HostedZoneId; DNSName = $Entry.DnsName; EvaluateTargetHealth = $false }
    $Change = @{ Action = 'UPSERT'; ResourceRecordSet = @{ Name = $Record; Type = $Type; AliasTarget = $Target } }
    $Batch = ConvertTo-Json -Depth 6 -Compress @{ Changes = @($Change) }
    $Done = Invoke-Aws @('route53', 'change-resource-record-sets', '--hosted-zone-id', $Zone, '--change-batch', (Save-Json 'zone-records.json' $Batch))
    if ($Done -is [bool]) { Stop-Zone "$Record was not pointed at $($Entry.DnsName); running this again is safe" }
    Write-Host "${Record}: $Type leads to $($Entry.DnsName)"
}

# Gives a zone to every VPC of the plan.
function Confirm-Spread([string] $Zone, [string] $ZoneName) {
    $Has = @(Get-ZoneVpcs $Zone)
    foreach ($Spoke in $Spokes) {
        if ($Has -ccontains $Spoke) { continue }
        $Done = Invoke-Aws @('route53', 'associate-vpc-with-hosted-zone', '--hosted-zone-id', $Zone, '--vpc', "VPCRegion=$Region,VPCId=$Spoke")
        if ($Done -is [bool]) { Stop-Zone "$Spoke was not associated with $Zone; running this again is safe" }
        Write-Host "${ZoneName}: associated with $Spoke"
    }
    if ($Others.Count -eq 0) { return }
    $Allowed = Invoke-Aws @('route53', 'list-vpc-association-authorizations', '--hosted-zone-id', $Zone)
    if ($Allowed -is [bool]) { Stop-Zone "cannot list the authorisations of $Zone" }
    $Allowed = @($Allowed.VPCs | ForEach-Object { $_.VPCId })
    foreach ($Spoke in $Others) {
        $Word = $null
        # Whoever has it needs no authorisation any more.
        if ($Has -ccontains $Spoke) {
            if ($Allowed -ccontains $Spoke) { $Word = 'delete' }
        } elseif ($Allowed -cnotcontains $Spoke) { $Word = 'create' }
        if (-not $Word) { continue }
        $Done = Invoke-Aws @('route53', "$Word-vpc-association-authorization", '--hosted-zone-id', $Zone, '--vpc', "VPCRegion=$Region,VPCId=$Spoke")
        if ($Done -eq $false) { Stop-Zone "the authorisation for $Spoke was not changed; running this again is safe" }
        Write-Host "${ZoneName}: ${Word}d the authorisation for $Spoke"
    }
}

# Looks at every zone before anything is changed.
function Find-Names {
{%- for z in s.zones %}
    [void](Find-Zone {{ z.name }})
{%- endfor %}
}

# Gives the endpoints' names to every VPC.
function Confirm-Names {
{%- for z in s.zones %}

    # To the {{ z.title }} endpoint.
    $Entry = Get-Entry {{ z.key }} {{ z.service }} {{ z.id }}
    $Zone = Confirm-Zone {{ z.name }} {{ z.tags }}
{%- for r in z.records %}
{%- for t in z.types %}
    Confirm-Record $Zone {{ r }} {{ t }} $Entry
{%- endfor %}
{%- endfor %}
    Confirm-Spread $Zone {{ z.name }}
{%- endfor %}
{%- if !s.others.is_empty() %}

    foreach ($Other in @({% for o in s.others %}{% if !loop.first %}, {% endif %}{{ o.account }}{% endfor %})) {
        Write-Host "in account $Other, run: bash share-dns/$Other.sh $script:ZoneIds"
    }
{%- endif %}
}
