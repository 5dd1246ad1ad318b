//! What is in the account: pasted, read, chosen from, planned with, forgotten, and in no address.

use postern_plan::inventory::Inventory;

use super::{HOSTILE, Page, Pairs, complete, get, open, post, redirected, with, without};

/// A VPC with a shared subnet, one in a zone that the data endpoint lacks, two in one zone, a group
/// without 443, and an endpoint that is there; another VPC; a denied call.
const PRINTED: &str = r#"~ $ bash inventory.sh
{ "postern_inventory": 1, "region": "us-east-1", "observed_at": "2026-11-23T07:00:00Z"}
{"UserId": "AIDA", "Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/a"}
{"Vpcs": [{"VpcId": "vpc-0a1b2c3d4e5f60718", "CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "Name", "Value": "agents <b>"}]}, {"VpcId": "vpc-0a1b2c3d", "CidrBlock": "10.1.0.0/16"}]}
{"EnableDnsHostnames": {"Value": false}, "VpcId": "vpc-0a1b2c3d4e5f60718"}
{"Subnets": [
 {"SubnetId": "subnet-0aaaaaaaaaaaaaaaa", "VpcId": "vpc-0a1b2c3d4e5f60718", "AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az1", "AvailableIpAddressCount": 7, "OwnerId": "111122223333", "CidrBlock": "10.0.1.0/24"},
 {"SubnetId": "subnet-0aaaaaaaaaaaaaaab", "VpcId": "vpc-0a1b2c3d4e5f60718", "AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az1", "AvailableIpAddressCount": 70, "OwnerId": "111122223333", "CidrBlock": "10.0.2.0/24"},
 {"SubnetId": "subnet-0bbbbbbbbbbbbbbbb", "VpcId": "vpc-0a1b2c3d4e5f60718", "AvailabilityZone": "us-east-1b", "AvailabilityZoneId": "use1-az2", "AvailableIpAddressCount": 9, "OwnerId": "444455556666", "CidrBlock": "10.0.3.0/24"},
 {"SubnetId": "subnet-0cccccccccccccccc", "VpcId": "vpc-0a1b2c3d4e5f60718", "AvailabilityZone": "us-east-1c", "AvailabilityZoneId": "use1-az3", "AvailableIpAddressCount": 9, "OwnerId": "111122223333", "CidrBlock": "10.0.4.0/24"},
 {"SubnetId": "subnet-0ddddddd", "VpcId": "vpc-0a1b2c3d", "AvailabilityZone": "us-east-1b", "AvailabilityZoneId": "use1-az2", "AvailableIpAddressCount": 9, "OwnerId": "111122223333", "CidrBlock": "10.1.1.0/24"}]}
An error occurred (UnauthorizedOperation) when calling the DescribeNetworkAcls operation: You are not authorized
{"SecurityGroups": [{"GroupId": "sg-0aaaaaaa", "GroupName": "open", "VpcId": "vpc-0a1b2c3d4e5f60718", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}]},
 {"GroupId": "sg-0bbbbbbb", "GroupName": "shut", "VpcId": "vpc-0a1b2c3d4e5f60718"}]}
{"VpcEndpoints": [{"VpcEndpointId": "vpce-0aaaaaaa", "VpcEndpointType": "Interface", "VpcId": "vpc-0a1b2c3d4e5f60718", "ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore", "State": "available", "PrivateDnsEnabled": false, "SubnetIds": ["subnet-0aaaaaaaaaaaaaaaa"]}]}
{"ServiceDetails": [{"ServiceName": "com.amazonaws.us-east-1.bedrock-agentcore", "AvailabilityZoneIds": ["use1-az1", "use1-az2"]}]}
~ $"#;

const VPC: &str = "vpc-0a1b2c3d4e5f60718";

/// Answers that say nothing about the account yet
fn nowhere() -> Pairs {
    let mut fields = complete();
    fields.retain(|(n, _)| {
        !["region", "account", "placement.vpc", "placement.subnets"].contains(&n.as_str())
    });
    fields
}

/// The page after pasting and pressing the button
async fn pasted(fields: Pairs) -> Page {
    let answer = post(
        "/where",
        &with(with(fields, "inventory", PRINTED), "do", "read"),
    )
    .await;
    assert_eq!(answer.status, 200);
    let page = Page::of(&answer);
    page.assert_sound();
    page
}

fn values<'f>(fields: &'f Pairs, name: &str) -> Vec<&'f str> {
    let found = fields.iter().filter(|(n, v)| n == name && !v.is_empty());
    found.map(|(_, v)| v.as_str()).collect()
}

/// Nothing of the account is in an address
fn assert_no_address_tells(page: &Page, packed: &str) {
    for element in page.all("[href], [action], [formaction], [src]") {
        for name in ["href", "action", "formaction", "src"] {
            let address = element.attr(name).unwrap_or_default();
            let tells =
                address.contains("inventory") || (!packed.is_empty() && address.contains(packed));
            assert!(!tells && address.len() < 8_100, "{address}");
        }
    }
    for form in page.all("main form") {
        assert_eq!(form.attr("method"), Some("post"), "{}", form.html());
    }
}

#[tokio::test]
async fn what_was_pasted_becomes_choices() {
    let page = pasted(nowhere()).await;
    let sent = page.sent();
    assert_eq!(values(&sent, "account"), ["111122223333"]);
    assert_eq!(values(&sent, "region"), ["us-east-1"]);
    assert_eq!(values(&sent, "inventory"), [""; 0]);
    let packed = values(&sent, "inventory.z")[0].to_owned();
    assert_eq!(Inventory::unpacked(&packed).unwrap().vpcs.len(), 2);
    assert_no_address_tells(&page, &packed);
    let words = page.texts("main").concat();
    for said in [
        "Account 111122223333 in us-east-1, as of 2026-11-23T07:00:00Z.",
        "agents <b>",
        "enableDnsHostnames is off",
        "ec2:DescribeNetworkAcls was denied",
        "VPCs (2)",
    ] {
        assert!(words.contains(said), "{said}");
    }
    // Two VPCs: one must be chosen before its subnets are.
    assert_eq!(values(&sent, "placement.subnets"), [""; 0]);
    let mut chosen = without(sent, "placement.vpc");
    chosen.extend([
        ("placement.vpc".into(), VPC.into()),
        ("do".into(), "choose".into()),
    ]);
    let page = Page::of(&post("/where", &chosen).await);
    page.assert_sound();
    // The other steps are reached by the form itself, with everything in it.
    let ways = page.all("button[formaction]");
    assert_eq!(ways.len(), 4);
    for way in ways {
        let form = page.one("main form").attr("id");
        assert_eq!(
            (way.attr("form"), way.attr("formmethod")),
            (form, Some("post"))
        );
        let there = Page::of(&post(way.attr("formaction").unwrap(), &page.sent()).await);
        assert_eq!(values(&there.sent(), "inventory.z")[0], packed);
    }
    let sent = page.sent();
    assert_eq!(values(&sent, "placement.vpc"), [VPC]);
    assert_eq!(
        values(&sent, "placement.subnets"),
        ["subnet-0aaaaaaaaaaaaaaab"],
        "the one with more room"
    );
    let closed: Vec<_> = page
        .all("input[name='placement.subnets'][disabled]")
        .iter()
        .map(|e| e.attr("value").unwrap().to_owned())
        .collect();
    assert_eq!(
        closed,
        ["subnet-0bbbbbbbbbbbbbbbb", "subnet-0cccccccccccccccc"]
    );
    let words = page.texts("main").concat();
    for said in [
        "Shared by account 444455556666",
        "The data endpoint is not offered in use1-az3.",
        "70 addresses free",
        "Admits TCP 443 from 10.0.0.0/16",
        "Does not admit TCP 443",
        "Change vpce-0aaaaaaa",
    ] {
        assert!(words.contains(said), "{said}");
    }
    assert!(!words.contains("subnet-0ddddddd"), "it is in the other VPC");
}

#[tokio::test]
async fn another_vpc_brings_its_own_subnets_and_typed_ids_stay() {
    let sent = pasted(with(nowhere(), "placement.vpc", VPC)).await.sent();
    assert_eq!(
        values(&sent, "placement.subnets"),
        ["subnet-0aaaaaaaaaaaaaaab"]
    );
    let mut other = without(sent, "placement.vpc");
    other.push(("placement.vpc".into(), "vpc-0a1b2c3d".into()));
    other.push(("do".into(), "choose".into()));
    let sent = Page::of(&post("/where", &other).await).sent();
    assert_eq!(values(&sent, "placement.subnets"), ["subnet-0ddddddd"]);
    let mut typed = without(sent, "placement.vpc");
    typed.retain(|(_, v)| v != "subnet-0ddddddd");
    typed.push(("placement.vpc".into(), String::new()));
    typed.push(("placement.vpc".into(), "vpc-09999999".into()));
    typed.push(("placement.subnets".into(), "subnet-09999999".into()));
    let page = Page::of(&post("/where", &typed).await);
    let sent = page.sent();
    assert_eq!(values(&sent, "placement.vpc"), ["vpc-09999999"]);
    assert_eq!(values(&sent, "placement.subnets"), ["subnet-09999999"]);
}

#[tokio::test]
async fn the_plan_is_judged_by_it_from_step_to_step_and_taken_away() {
    let sent = pasted(with(nowhere(), "placement.vpc", VPC)).await.sent();
    let answer = post("/where", &with(sent.clone(), "do", "continue")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let check = Page::of(&answer);
    check.assert_sound();
    let packed = values(&sent, "inventory.z")[0];
    assert_no_address_tells(&check, packed);
    assert!(
        check.text.contains("vpc-dns-attrs"),
        "the VPC's attribute is off"
    );
    assert!(!check.text.contains("not-checked"));
    let review = Page::of(&post("/review", &check.sent_to("/review")).await);
    review.assert_sound();
    assert_no_address_tells(&review, packed);
    let alone = review.all("main a[href^='/review?']");
    let address = alone[0].attr("href").unwrap();
    assert_eq!(get(address).await.status, 200);
    let mut fields = review.sent_to("/download");
    fields.push(("file".into(), "plan.json".into()));
    let plan = post("/download", &fields).await;
    assert!(plan.text().contains("vpc-dns-attrs"), "{}", plan.text());
    for step in ["/", "/who", "/where"] {
        let back = review.sent_to(step);
        assert_eq!(values(&back, "inventory.z"), [packed], "{step}");
        assert_eq!(post(step, &back).await.status, 200);
    }
    let preview = post("/preview", &sent).await;
    assert_eq!(preview.status, 200);
}

#[tokio::test]
async fn an_endpoint_that_is_there_can_be_chosen() {
    let mut sent = pasted(with(nowhere(), "placement.vpc", VPC)).await.sent();
    sent.push(("endpoints.data.existing".into(), "vpce-0aaaaaaa".into()));
    let page = Page::of(&post("/where", &sent).await);
    assert_eq!(
        values(&page.sent(), "endpoints.data.existing"),
        ["vpce-0aaaaaaa"]
    );
    let review = Page::of(&post("/review", &page.sent()).await);
    let wanted = with(review.sent_to("/download"), "file", "request.toml");
    let taken = post("/download", &wanted).await;
    assert!(
        taken.text().contains("existing = \"vpce-0aaaaaaa\""),
        "{}",
        taken.text()
    );
}

#[tokio::test]
async fn forgetting_it_leaves_the_answers_in_an_address() {
    let sent = pasted(with(nowhere(), "placement.vpc", VPC)).await.sent();
    let fields = redirected(&post("/where", &with(sent, "do", "forget")).await, "/where");
    assert_eq!(values(&fields, "placement.vpc"), [VPC]);
    assert!(fields.iter().all(|(n, _)| !n.starts_with("inventory")));
}

#[tokio::test]
async fn an_address_with_an_inventory_is_not_believed() {
    let sent = pasted(with(nowhere(), "placement.vpc", VPC)).await.sent();
    let fields = with(complete(), "inventory.z", values(&sent, "inventory.z")[0]);
    let fields = with(fields, "inventory", PRINTED);
    for path in super::PATHS {
        let page = Page::of(&open(path, &fields).await);
        page.assert_sound();
        for told in ["vpce-0aaaaaaa", "agents &lt;b&gt;", "2026-11-23T07:00:00Z"] {
            assert!(!page.text.contains(told), "{path} {told}");
        }
        for link in page.all("[href]") {
            assert!(!link.attr("href").unwrap().contains("inventory"), "{path}");
        }
    }
    let plan = open("/download", &with(fields, "file", "plan.json")).await;
    assert!(plan.text().contains("not-checked"));
}

#[tokio::test]
async fn a_page_that_asks_where_sends_by_post_and_answers_by_an_address() {
    for path in ["/where", "/everything"] {
        let page = Page::of(&open(path, &complete()).await);
        assert_eq!(page.one("main form").attr("method"), Some("post"));
        let answer = post(path, &with(page.sent(), "do", "continue")).await;
        let fields = redirected(&answer, path);
        assert_eq!(values(&fields, "do"), ["continue"]);
        assert_eq!(values(&fields, "inventory"), [""; 0]);
        assert_eq!(open(path, &fields).await.status, 303);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said_at_its_field_and_kept() {
    let large = format!("{{\"a\": \"{}\"}}", "x".repeat(300_000));
    for text in [
        HOSTILE,
        "{\"Vpcs\": [",
        "",
        "{}",
        &"[".repeat(100_000),
        &large,
    ] {
        let fields = with(with(complete(), "inventory", text), "do", "read");
        let answer = post("/where", &fields).await;
        assert_eq!(answer.status, 422);
        let page = Page::of(&answer);
        page.assert_sound();
        assert_eq!(page.problems().len(), 1);
        assert_eq!(page.problems()[0].1, "#inventory");
        assert_eq!(values(&page.sent(), "placement.vpc"), [VPC]);
        let kept: Vec<_> = page
            .sent()
            .into_iter()
            .filter(|(n, _)| n == "inventory")
            .collect();
        assert_eq!(kept[0].1.trim(), text.trim());
    }
    for damaged in ["%%%", "AAAA", HOSTILE] {
        let answer = post("/check", &with(complete(), "inventory.z", damaged)).await;
        assert_eq!(answer.status, 422);
        let page = Page::of(&answer);
        page.assert_sound();
        assert!(values(&page.sent(), "inventory.z").is_empty());
    }
}

#[tokio::test]
async fn hostile_names_in_an_account_are_text() {
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    let text = format!(
        "{{\"Account\": {quoted}, \"Arn\": \"\", \"UserId\": \"\"}} {{\"Vpcs\": [{{\"VpcId\": {quoted}, \"CidrBlock\": {quoted}, \"Tags\": [{{\"Key\": \"Name\", \"Value\": {quoted}}}]}}]}}
         {{\"Subnets\": [{{\"SubnetId\": {quoted}, \"VpcId\": {quoted}, \"AvailabilityZone\": {quoted}, \"OwnerId\": {quoted}}}]}}
         {{\"SecurityGroups\": [{{\"GroupId\": {quoted}, \"GroupName\": {quoted}, \"VpcId\": {quoted}}}]}}"
    );
    let answer = post(
        "/where",
        &with(with(nowhere(), "inventory", &text), "do", "read"),
    )
    .await;
    let page = Page::of(&answer);
    page.assert_sound();
    assert!(page.texts("main").concat().contains(HOSTILE));
}
