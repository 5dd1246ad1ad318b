"""The fake as boto3 sees it: `python3 tests/support/ec2/tests.py`."""

import os
import re
import subprocess
import sys
import unittest
import urllib.request
import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from botocore.parsers import ResponseParserError

os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing",
                  AWS_EC2_METADATA_DISABLED="true", AWS_DEFAULT_REGION="us-east-1")
VPC, SUBNETS = "vpc-0a1b2c3d4e5f60718", ["subnet-0bbbbbbbbbbbbbbbb", "subnet-0dddddddddddddddd"]
GROUP = "sg-0cccccccccccccccc"
DATA = "com.amazonaws.us-east-1.bedrock-agentcore"
ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=1, connect_timeout=1)


class Fake(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([sys.executable, os.path.dirname(os.path.abspath(__file__)),
                                        "--die-with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = cls.process.stdout.readline()
        cls.url = "http://" + re.fullmatch(r"listening on (127\.0\.0\.1:\d+)\n", line).group(1)
        cls.ec2 = boto3.client("ec2", endpoint_url=cls.url, config=ONCE)
        cls.sts = boto3.client("sts", endpoint_url=cls.url, config=ONCE)

    @classmethod
    def tearDownClass(cls):
        cls.process.stdin.close()
        cls.process.wait(10)
        cls.process.stdout.close()

    def setUp(self):
        self.side("reset", {})

    def side(self, name, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.url}/_fake/{name}", data, timeout=5) as answer:
            return json.load(answer)

    def create(self, **more):
        arguments = {"VpcId": VPC, "ServiceName": DATA, "VpcEndpointType": "Interface", "SubnetIds": SUBNETS,
                     "SecurityGroupIds": [GROUP], "PrivateDnsEnabled": True, "ClientToken": "t", **more}
        return self.ec2.create_vpc_endpoint(**arguments)["VpcEndpoint"]

    def code(self, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        return caught.exception.response["Error"]["Code"]

    def here(self):
        return [e["VpcEndpointId"] for e in self.ec2.describe_vpc_endpoints(
            Filters=[{"Name": "vpc-id", "Values": [VPC]}])["VpcEndpoints"]]

    def test_a_dry_run_makes_nothing(self):
        self.assertEqual(self.code(self.create, DryRun=True), "DryRunOperation")
        self.assertEqual(self.here(), [])

    def test_a_client_token_makes_one_thing(self):
        self.assertEqual(self.create()["VpcEndpointId"], self.create()["VpcEndpointId"])
        self.assertEqual(self.code(self.create, PrivateDnsEnabled=False), "IdempotentParameterMismatch")
        self.assertEqual(len(self.here()), 1)

    def test_an_endpoint_becomes_available_and_goes(self):
        made = self.create()
        self.assertEqual(made["State"], "pending")
        states = [self.ec2.describe_vpc_endpoints()["VpcEndpoints"][-1]["State"] for _ in range(2)]
        self.assertEqual(states, ["pending", "available"])
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
        self.assertEqual([len(self.here()), len(self.here())], [1, 0])
        gone = self.ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])["Unsuccessful"]
        self.assertEqual(gone[0]["Error"]["Code"], "InvalidVpcEndpoint.NotFound")

    def test_what_ec2_refuses_is_refused(self):
        gateway = "com.amazonaws.us-east-1.bedrock-agentcore.gateway"
        for expected, more in [
            ("InvalidParameter", {"ServiceName": gateway, "SubnetIds": ["subnet-0aaaaaaaaaaaaaaaa"]}),
            ("InvalidParameter", {"VpcId": "vpc-0c1b2c3d4e5f60718", "SubnetIds": ["subnet-0b0b0b0b0b0b0b0b0"],
                                  "SecurityGroupIds": ["sg-0b0b0b0b0b0b0b0b0"]}),
            ("InvalidParameter", {"VpcId": "vpc-0b1b2c3d4e5f60718", "SubnetIds": ["subnet-0a0a0a0a0a0a0a0a0"],
                                  "SecurityGroupIds": ["sg-0a0a0a0a0a0a0a0a0"]}),
            ("InvalidParameter", {"VpcEndpointType": "Gateway"}),
            ("InvalidServiceName", {"ServiceName": "com.amazonaws.us-east-1.nothing"}),
            ("InvalidGroup.NotFound", {"SecurityGroupIds": ["sg-00000000"]}),
            ("InvalidSubnetId.NotFound", {"SubnetIds": ["subnet-00000000"]}),
            ("InvalidVpcId.NotFound", {"VpcId": "vpc-00000000"}),
            ("InvalidPolicyDocument", {"PolicyDocument": "{}"}),
            ("DuplicateSubnetsInSameZone", {"SubnetIds": ["subnet-0bbbbbbbbbbbbbbbb", "subnet-0eeeeeeeeeeeeeeee"]}),
            ("OperationNotPermitted", {"SubnetIds": ["subnet-0ffffffffffffffff"]}),
        ]:
            with self.subTest(more=more):
                self.assertEqual(self.code(self.create, **more), expected)
        self.side("world", {"endpoint_quota": 0, "endpoints": []})
        self.side("world", {"endpoint_quota": 1})
        self.create()
        self.assertEqual(self.code(self.create, ClientToken="u", PrivateDnsEnabled=False), "VpcEndpointLimitExceeded")

    def test_groups_are_made_filled_and_deleted_once(self):
        group = self.ec2.create_security_group(GroupName="g", Description="d", VpcId=VPC)["GroupId"]
        rule = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}]
        self.assertEqual(self.code(self.ec2.create_security_group, GroupName="g", Description="d", VpcId=VPC),
                         "InvalidGroup.Duplicate")
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule)
        self.assertEqual(self.code(self.ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=rule),
                         "InvalidPermission.Duplicate")
        self.create(SecurityGroupIds=[group])
        self.assertEqual(self.code(self.ec2.delete_security_group, GroupId=group), "DependencyViolation")

    def test_faults_strike_the_call_that_they_name(self):
        for kind, expected in [("throttle", "RequestLimitExceeded"), ("denied", "UnauthorizedOperation"),
                               ("internal", "InternalError"), ("unavailable", "Unavailable")]:
            self.side("faults", [{"action": "CreateVpcEndpoint", "kind": kind}])
            self.assertEqual(self.code(self.create), expected)
        self.assertEqual(self.here(), [])
        for kind, error in [("refused", ConnectionClosedError), ("lost", ConnectionClosedError),
                            ("truncated", Exception), ("garbage", ResponseParserError),
                            ("hang", ReadTimeoutError)]:
            with self.subTest(kind=kind):
                self.side("reset", {})
                self.side("faults", [{"action": "CreateVpcEndpoint", "kind": kind, "ms": 1500}])
                with self.assertRaises(error):
                    self.create()
                self.assertEqual(len(self.here()), 0 if kind == "refused" else 1)

    def test_a_fake_that_is_not_ec2_makes_something_in_a_dry_run(self):
        self.side("faults", [{"action": "CreateVpcEndpoint", "kind": "dry-run-creates"}])
        self.create(DryRun=True)
        self.assertEqual(len(self.here()), 1)

    def test_reading_comes_in_pages_and_by_filter(self):
        self.side("world", {"page": 2})
        first = self.ec2.describe_subnets()
        self.assertEqual((len(first["Subnets"]), bool(first["NextToken"])), (2, True))
        pages = self.ec2.get_paginator("describe_subnets").paginate(Filters=[{"Name": "vpc-id", "Values": [VPC]}])
        self.assertEqual(sum(len(page["Subnets"]) for page in pages), 5)
        self.assertEqual(self.code(self.ec2.describe_subnets, Filters=[{"Name": "x", "Values": ["y"]}]),
                         "InvalidParameterValue")

    def test_every_reading_can_be_parsed(self):
        details = self.ec2.describe_vpc_endpoint_services(ServiceNames=[DATA])["ServiceDetails"][0]
        self.assertEqual(details["AvailabilityZoneIds"], ["use1-az1", "use1-az2", "use1-az4"])
        self.assertEqual(details["SupportedIpAddressTypes"], ["ipv4"])
        acl = self.ec2.describe_network_acls()["NetworkAcls"][0]
        self.assertEqual(acl["Associations"][0]["SubnetId"], "subnet-0aaaaaaaaaaaaaaaa")
        self.assertEqual(acl["Entries"][0]["RuleAction"], "allow")
        options = self.ec2.describe_dhcp_options()["DhcpOptions"][0]["DhcpConfigurations"][0]
        self.assertEqual(options["Values"], [{"Value": "AmazonProvidedDNS"}])
        group = self.ec2.describe_security_groups(GroupIds=[GROUP])["SecurityGroups"][0]
        self.assertEqual(group["IpPermissions"][0]["IpRanges"], [{"CidrIp": "10.0.0.0/16"}])
        attribute = self.ec2.describe_vpc_attribute(VpcId=VPC, Attribute="enableDnsHostnames")
        self.assertEqual(attribute["EnableDnsHostnames"], {"Value": True})
        entries = self.ec2.get_managed_prefix_list_entries(PrefixListId="pl-0eeeeeeeeeeeeeeee")["Entries"]
        self.assertEqual(entries, [{"Cidr": "192.0.2.0/24"}])
        for read in (self.ec2.describe_vpc_peering_connections, self.ec2.describe_vpn_gateways,
                     self.ec2.describe_transit_gateway_vpc_attachments, self.ec2.describe_managed_prefix_lists):
            read()

    def test_a_role_is_assumed_with_its_external_id(self):
        arn = "arn:aws:iam::444455556666:role/postern"
        self.side("world", {"external_ids": {arn: "door"}})
        self.assertEqual(self.sts.get_caller_identity()["Account"], "111122223333")
        self.assertEqual(self.code(self.sts.assume_role, RoleArn=arn, RoleSessionName="ana"), "AccessDenied")
        keys = self.sts.assume_role(RoleArn=arn, RoleSessionName="ana", ExternalId="door")["Credentials"]
        other = boto3.client("sts", endpoint_url=self.url, aws_access_key_id=keys["AccessKeyId"],
                             aws_secret_access_key="s", aws_session_token="t")
        self.assertEqual(other.get_caller_identity()["Arn"],
                         "arn:aws:sts::444455556666:assumed-role/postern/ana")

    def test_the_quota_can_be_read(self):
        quotas = boto3.client("service-quotas", endpoint_url=self.url)
        quota = quotas.get_service_quota(ServiceCode="vpc", QuotaCode="L-29B6F2EB")["Quota"]
        self.assertEqual(quota["Value"], 50)

    def test_what_was_called_is_remembered(self):
        self.create()
        call = self.side("calls")[-1]
        self.assertEqual((call["action"], call["changing"], call["outcome"]), ("CreateVpcEndpoint", True, "done"))
        self.assertEqual(call["parameters"]["ClientToken"], "t")


if __name__ == "__main__":
    unittest.main()
