"""The reads, as boto3 and the AWS CLI parse them; STS and Service Quotas."""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request

import boto3

from fixture import DATA, Fake, GROUP, SUBNETS, VPC


class Reads(Fake):
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
        table = self.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [VPC]}])["RouteTables"][0]
        self.assertEqual((table["Associations"][0]["Main"], table["Routes"][0]["GatewayId"]), (True, "local"))
        zones = self.ec2.describe_availability_zones()["AvailabilityZones"]
        self.assertEqual([z["ZoneId"] for z in zones], ["use1-az1", "use1-az2", "use1-az4"])
        self.side("world", {"prefix_lists": [{"id": "pl-0d", "name": "s3", "cidrs": ["192.0.2.0/24"], "owner": "AWS"}]})
        self.assertEqual(self.ec2.describe_prefix_lists()["PrefixLists"][0]["Cidrs"], ["192.0.2.0/24"])
        self.assertEqual(self.ec2.describe_managed_prefix_lists()["PrefixLists"][0]["OwnerId"], "AWS")
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

    def test_an_error_of_sts_has_the_shape_of_sts(self):
        self.side("world", {"denied": ["GetCallerIdentity"]})
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(self.url, b"Action=GetCallerIdentity&Version=2011-06-15", timeout=5)
        self.assertRegex(caught.exception.read().decode(), "<ErrorResponse [^>]+><Error>.*<Code>AccessDenied</Code>")

    def test_the_quota_can_be_read(self):
        quotas = boto3.client("service-quotas", endpoint_url=self.url)
        quota = quotas.get_service_quota(ServiceCode="vpc", QuotaCode="L-29B6F2EB")["Quota"]
        self.assertEqual(quota["Value"], 50)
        self.assertEqual(quotas.list_service_quotas(ServiceCode="vpc")["Quotas"][0]["Value"], 50)
        self.assertEqual(self.code(quotas.get_service_quota, ServiceCode="vpc", QuotaCode="L-0"),
                         "NoSuchResourceException")

    def test_the_aws_cli_gets_what_it_asks(self):
        aws = shutil.which("aws", path=os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"])))
        if aws is None:
            self.skipTest("aws not found")

        def ask(*words):
            return subprocess.run([aws, *words, "--output", "json"], env={**os.environ, "AWS_ENDPOINT_URL": self.url},
                                  capture_output=True, text=True, timeout=60)
        made = ask("ec2", "create-vpc-endpoint", "--vpc-id", VPC, "--service-name", DATA, "--vpc-endpoint-type",
                   "Interface", "--subnet-ids", *SUBNETS, "--security-group-ids", GROUP, "--client-token", "t")
        self.assertEqual(json.loads(made.stdout)["VpcEndpoint"]["State"], "pending", made.stderr)
        dry = ask("ec2", "create-vpc-endpoint", "--vpc-id", VPC, "--service-name", DATA, "--dry-run")
        self.assertIn("DryRunOperation", dry.stderr)
