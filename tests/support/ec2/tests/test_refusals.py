"""What EC2 refuses, by code and, where one code has several causes, by its words."""

import json
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

from fixture import DATA, Fake, GROUP, ONCE, SUBNETS, VPC


class Refusals(Fake):
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

    def test_each_cause_of_invalid_parameter_has_its_own_words(self):
        gateway = DATA + ".gateway"
        self.side("world", {"hosted_zones": [
            {"vpc": VPC, "name": "*.gateway.bedrock-agentcore.us-east-1.amazonaws.com"}]})
        for words, more in [
            ("does not support the availability zone of the subnet: subnet-0aaa",
             {"ServiceName": gateway, "SubnetIds": ["subnet-0aaaaaaaaaaaaaaaa"], "PrivateDnsEnabled": False}),
            ("conflicting DNS domain for bedrock-agentcore.us-east-1.amazonaws.com in the VPC vpc-0c",
             {"VpcId": "vpc-0c1b2c3d4e5f60718", "SubnetIds": [], "SecurityGroupIds": []}),
            ("conflicting DNS domain for *.gateway.", {"ServiceName": gateway}),
            ("enableDnsSupport and enableDnsHostnames",
             {"VpcId": "vpc-0b1b2c3d4e5f60718", "SubnetIds": [], "SecurityGroupIds": []}),
            ("only supported for Interface and GatewayLoadBalancer", {"VpcEndpointType": "Gateway"}),
        ]:
            with self.subTest(words=words), self.assertRaises(ClientError) as caught:
                self.create(**more)
            self.assertEqual(caught.exception.response["Error"]["Code"], "InvalidParameter")
            self.assertIn(words, caught.exception.response["Error"]["Message"])

    def test_what_is_badly_said_is_refused(self):
        statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        full = [{**s, "free": 0} if s["id"] == "subnet-0eeeeeeeeeeeeeeee" else s for s in self.side("world")["subnets"]]
        self.side("world", {"subnets": full})
        for expected, more in [
            ("InvalidPolicyDocument", {"PolicyDocument": "no JSON"}),
            ("InvalidPolicyDocument", {"PolicyDocument": json.dumps({"Statement": [statement]})}),
            ("InvalidPolicyDocument", {"PolicyDocument": json.dumps(
                {"Statement": {**statement, "Principal": "*"}}) + " " * 20480}),
            ("InvalidClientToken", {"ClientToken": "t" * 65}),
            ("InvalidVpcID.Malformed", {"VpcId": "vpc-x"}),
            ("InvalidSubnetID.Malformed", {"SubnetIds": ["x"]}),
            ("InsufficientFreeAddressesInSubnet", {"SubnetIds": ["subnet-0eeeeeeeeeeeeeeee"]}),
            ("SecurityGroupsPerInterfaceLimitExceeded", {"SecurityGroupIds": [GROUP] * 6}),
            ("InvalidParameterValue", {"TagSpecifications": [
                {"ResourceType": "vpc-endpoint", "Tags": [{"Key": "aws:x", "Value": "y"}]}]}),
            ("TagLimitExceeded", {"TagSpecifications": [
                {"ResourceType": "vpc-endpoint", "Tags": [{"Key": f"k{n}", "Value": ""} for n in range(51)]}]}),
        ]:
            with self.subTest(expected=expected, more=str(more)[:80]):
                self.assertEqual(self.code(self.create, **more), expected)
        self.assertEqual(self.here(), [])

    def test_a_refused_creation_takes_no_address(self):
        free = self.free()
        self.assertEqual(self.code(self.create, SubnetIds=[SUBNETS[0], "subnet-0ffffffffffffffff"]),
                         "OperationNotPermitted")
        self.assertEqual(self.free(), free)

    def test_a_missing_parameter_is_named(self):
        body = b"Action=CreateVpcEndpoint&Version=2016-11-15&VpcEndpointType=Interface"
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(self.url, body, timeout=5)
        text = caught.exception.read().decode()
        self.assertIn("<Code>MissingParameter</Code>", text)
        self.assertRegex(text, "<RequestID>[0-9a-f-]{36}</RequestID>")

    def test_a_denied_action_is_denied_in_a_dry_run_too(self):
        self.side("world", {"denied": ["CreateVpcEndpoint", "DescribeVpcs", "GetServiceQuota"]})
        for dry in (True, False):
            self.assertEqual(self.code(self.create, DryRun=dry), "UnauthorizedOperation")
        self.assertEqual(self.code(self.ec2.describe_vpcs), "UnauthorizedOperation")
        quotas = boto3.client("service-quotas", endpoint_url=self.url, config=ONCE)
        self.assertEqual(self.code(quotas.get_service_quota, ServiceCode="vpc", QuotaCode="L-29B6F2EB"),
                         "AccessDeniedException")
        self.side("world", {"denied": ["CreateTags"]})
        self.create()
        tags = [{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "a", "Value": "b"}]}]
        self.assertEqual(self.code(self.create, ClientToken="u", TagSpecifications=tags), "UnauthorizedOperation")
