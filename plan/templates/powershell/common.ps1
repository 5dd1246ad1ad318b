Set-StrictMode -Version 1
$ErrorActionPreference = 'Stop'
$env:AWS_PAGER = ''
$env:AWS_CLI_AUTO_PROMPT = 'off'
$env:AWS_CLI_FILE_ENCODING = 'UTF-8'

$Name = {{ head.name }}
$Plan = {{ head.plan }}
$Account = {{ head.account }}
$Region = {{ head.region }}
$Vpc = {{ head.vpc }}

# The folder of this script, the record of what it makes, and room for files that the AWS CLI reads.
$Here = if ($PSScriptRoot) { $PSScriptRoot } else { (Get-Location).Path }
$Ids = Join-Path $Here "created.$Name.$Account.$Region.txt"
$Scratch = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid().ToString())
$Utf8 = New-Object Text.UTF8Encoding $false
$script:Complaint = ''
$script:Endpoints = @()
$script:Group = ''

function Stop-Here([string] $Message, [string] $Help) {
    [Console]::Error.WriteLine("error: $Message")
    if ($Help) { [Console]::Error.WriteLine("help: $Help") }
    exit 1
}

# Stops with what could not be done and what the AWS CLI said about it.
function Stop-Refused([string] $Message) {
    [Console]::Error.WriteLine("error: $Message")
    if ($script:Complaint) { [Console]::Error.WriteLine($script:Complaint.Trim()) }
    if ($script:Complaint -match 'UnauthorizedOperation|AccessDenied') {
        [Console]::Error.WriteLine('help: ' + {{ permissions }})
    }
    exit 1
}

# One AWS CLI call in the plan's Region. Answers with an object, or with $false when it failed; what
# it complained of is kept for Stop-Refused.
function Invoke-Aws([string[]] $Words) {
    $Path = Join-Path $Scratch 'complaint'
    # In Windows PowerShell every line that a program writes to standard error is an error.
    $ErrorActionPreference = 'Continue'
    $Answer = & aws @Words --region $Region --output json 2> $Path
    $Code = $LASTEXITCODE
    $script:Complaint = (Get-Content -LiteralPath $Path -ErrorAction SilentlyContinue | Out-String)
    if ($Code -ne 0) { return $false }
    if (-not $Answer) { return $true }
    return ($Answer | Out-String | ConvertFrom-Json)
}

# JSON goes to the AWS CLI in a file: Windows PowerShell loses the quotes of an argument.
function Save-Json([string] $FileName, [string] $Json) {
    $Path = Join-Path $Scratch $FileName
    [IO.File]::WriteAllText($Path, $Json, $Utf8)
    return "file://$Path"
}

# The credentials must be those of the plan's account.
function Assert-Account {
    if (-not (Get-Command aws -ErrorAction SilentlyContinue)) {
        Stop-Here 'the AWS CLI is not installed' 'install it and make sure that aws is on the path'
    }
    $Caller = Invoke-Aws @('sts', 'get-caller-identity')
    if ($Caller -is [bool]) { Stop-Refused 'cannot tell whose credentials these are; nothing was changed' }
    if ($Caller.Account -cne $Account) {
        Stop-Here "these credentials are for account $($Caller.Account), the plan is for account $Account; nothing was changed" `
            'choose the right profile, for example with AWS_PROFILE, and run this again'
    }
}

# Both of our tags are on it.
function Test-Ours($Thing) {
    $OfRequest = @($Thing.Tags | Where-Object { $_.Key -ceq 'postern:request' -and $_.Value -ceq $Name })
    $OfPlan = @($Thing.Tags | Where-Object { $_.Key -ceq 'postern:plan' -and $_.Value -ceq $Plan })
    return ($OfRequest.Count -gt 0 -and $OfPlan.Count -gt 0)
}

# Keeps the id of something that was just made, before anything else can go wrong.
function Save-Id([string] $Id) {
    [IO.File]::AppendAllText($Ids, "$Id`n", $Utf8)
}

# The last complaint says that AWS refused the call. Anything else may have had its effect.
function Test-Refused {
    return (($script:Complaint -match 'An error occurred \(|Unable to locate credentials|arameter validation|rror parsing') -and
        ($script:Complaint -notmatch '\((InternalError|InternalFailure|ServiceUnavailable|Unavailable)\)'))
}
