"""Security groups and their rules."""

from fixture import Fake, GROUP, VPC


class Groups(Fake):
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

    def test_rules_are_read_one_by_one_and_taken_away(self):
        group = self.ec2.create_security_group(GroupName="g", Description="d", VpcId=VPC, TagSpecifications=[
            {"ResourceType": "security-group", "Tags": [{"Key": "postern:run", "Value": "7"}]}])["GroupId"]
        rule = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/16"}],
                 "UserIdGroupPairs": [{"GroupId": GROUP}]}]
        made = self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule)["SecurityGroupRules"]
        there = self.ec2.describe_security_group_rules(
            Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
        self.assertEqual([r["IsEgress"] for r in there], [False, False, True])
        self.assertEqual([r["SecurityGroupRuleId"] for r in there[:2]], [r["SecurityGroupRuleId"] for r in made])
        self.assertEqual(self.code(self.ec2.delete_security_group, GroupId=GROUP), "DependencyViolation")
        self.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rule)
        self.assertEqual(self.code(self.ec2.revoke_security_group_ingress, GroupId=group, IpPermissions=rule),
                         "InvalidPermission.NotFound")
        found = self.ec2.describe_security_groups(Filters=[{"Name": "tag:postern:run", "Values": ["7"]}])
        self.assertEqual([g["GroupId"] for g in found["SecurityGroups"]], [group])
        self.assertEqual(found["SecurityGroups"][0]["IpPermissions"], [])
        self.ec2.delete_security_group(GroupId=group)
        self.assertEqual(self.code(self.ec2.describe_security_groups, GroupIds=[group]), "InvalidGroup.NotFound")
        self.side("world", {"group_quota": 1})
        self.assertEqual(self.code(self.ec2.create_security_group, GroupName="h", Description="d", VpcId=VPC),
                         "SecurityGroupLimitExceeded")
