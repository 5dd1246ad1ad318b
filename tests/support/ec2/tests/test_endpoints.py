"""The life of an endpoint: dry runs, tokens, states, interfaces."""

import json
from concurrent.futures import ThreadPoolExecutor

from fixture import DATA, Fake, SUBNETS, VPC


class Endpoints(Fake):
    def test_a_dry_run_makes_nothing(self):
        self.assertEqual(self.code(self.create, DryRun=True), "DryRunOperation")
        self.assertEqual(self.here(), [])

    def test_a_client_token_makes_one_thing(self):
        self.assertEqual(self.create()["VpcEndpointId"], self.create()["VpcEndpointId"])
        self.assertEqual(self.code(self.create, PrivateDnsEnabled=False), "IdempotentParameterMismatch")
        self.assertEqual(len(self.here()), 1)

    def test_one_token_from_many_threads_makes_one_thing(self):
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda _: self.create()["VpcEndpointId"], range(16)))
        self.assertEqual((len(set(made)), self.here()), (1, made[:1]))

    def test_an_endpoint_becomes_available_and_goes(self):
        made = self.create()
        self.assertEqual(made["State"], "pending")
        states = [self.ec2.describe_vpc_endpoints()["VpcEndpoints"][-1]["State"] for _ in range(2)]
        self.assertEqual(states, ["pending", "available"])
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
        self.assertEqual([len(self.here()), len(self.here())], [1, 0])
        gone = self.ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])["Unsuccessful"]
        self.assertEqual(gone[0]["Error"]["Code"], "InvalidVpcEndpoint.NotFound")

    def test_a_modified_endpoint_is_pending_again_and_a_deleted_one_stays_deleted(self):
        free = self.free()
        id = self.create()["VpcEndpointId"]
        self.assertEqual(self.free(), free - 2)
        self.ec2.modify_vpc_endpoint(VpcEndpointId=id, RemoveSubnetIds=[SUBNETS[0]], PrivateDnsEnabled=False)
        there = self.ec2.describe_vpc_endpoints(VpcEndpointIds=[id])["VpcEndpoints"][0]
        self.assertEqual((there["State"], there["SubnetIds"], there["PrivateDnsEnabled"]),
                         ("pending", SUBNETS[1:], False))
        self.assertEqual(self.free(), free - 1)
        self.assertEqual(self.code(self.ec2.modify_vpc_endpoint, VpcEndpointId=id, IpAddressType="ipv6"),
                         "InvalidParameter")
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[id])
        self.assertEqual(self.code(self.ec2.modify_vpc_endpoint, VpcEndpointId=id, PrivateDnsEnabled=True),
                         "InvalidVpcEndpointId.NotFound")

    def test_an_endpoint_may_fail_and_a_deletion_may_be_refused(self):
        self.side("world", {"becomes": "failed", "pending_looks": 0, "deleted_looks": 1})
        id = self.create()["VpcEndpointId"]
        there = self.ec2.describe_vpc_endpoints(VpcEndpointIds=[id])["VpcEndpoints"][0]
        self.assertEqual((there["State"], bool(there["LastError"]["Code"])), ("failed", True))
        self.side("world", {"undeletable": [id]})
        refused = self.ec2.delete_vpc_endpoints(VpcEndpointIds=[id])["Unsuccessful"]
        self.assertEqual(refused[0]["Error"]["Code"], "OperationNotPermitted")
        self.side("world", {"undeletable": []})
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[id])
        states = [[e["State"] for e in self.ec2.describe_vpc_endpoints(
            Filters=[{"Name": "vpc-id", "Values": [VPC]}])["VpcEndpoints"]] for _ in range(3)]
        self.assertEqual(states, [["deleting"], ["deleted"], []])

    def test_two_endpoints_in_one_subnet_have_interfaces_of_their_own(self):
        made = [self.create(), self.create(ServiceName=DATA + "-control", ClientToken="u")]
        ids = [id for e in made for id in e["NetworkInterfaceIds"]]
        self.assertEqual(len(set(ids)), 4)
        there = self.ec2.describe_network_interfaces(NetworkInterfaceIds=ids)["NetworkInterfaces"]
        self.assertEqual({i["SubnetId"] for i in there}, set(SUBNETS))
        self.assertEqual([g["GroupName"] for g in made[0]["Groups"]], ["endpoints"])
        names = [entry["DnsName"] for entry in made[0]["DnsEntries"]]
        self.assertEqual((len(names), names[-1]), (4, "bedrock-agentcore.us-east-1.amazonaws.com"))
        self.assertIn("us-east-1b", names[1])

    def test_a_policy_that_admits_everyone_stands_where_none_is_given(self):
        self.assertEqual(json.loads(self.create()["PolicyDocument"])["Statement"][0]["Principal"], "*")
        made = self.create(SecurityGroupIds=[], ClientToken="u", ServiceName=DATA + "-control")
        self.assertEqual([g["GroupName"] for g in made["Groups"]], ["default"])

    def test_tags_come_and_go(self):
        id = self.create()["VpcEndpointId"]
        self.ec2.create_tags(Resources=[id], Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        self.ec2.delete_tags(Resources=[id], Tags=[{"Key": "a"}, {"Key": "b", "Value": "other"}])
        there = self.ec2.describe_vpc_endpoints(Filters=[{"Name": "tag:b", "Values": ["?"]}])["VpcEndpoints"]
        self.assertEqual([e["Tags"] for e in there], [[{"Key": "b", "Value": "2"}]])
