"""What the tests of the fake have in common: one running fake, made new for each test."""

import json
import os
import re
import subprocess
import sys
import unittest
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing",
                  AWS_EC2_METADATA_DISABLED="true", AWS_DEFAULT_REGION="us-east-1")
FAKE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VPC, SUBNETS = "vpc-0a1b2c3d4e5f60718", ["subnet-0bbbbbbbbbbbbbbbb", "subnet-0dddddddddddddddd"]
GROUP = "sg-0cccccccccccccccc"
DATA = "com.amazonaws.us-east-1.bedrock-agentcore"
ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=1, connect_timeout=1)


class Fake(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([sys.executable, FAKE,
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

    def free(self):
        return sum(s["AvailableIpAddressCount"] for s in self.ec2.describe_subnets()["Subnets"])
