package main

import "strings"

// securityGroups writes describe-security-groups of the production network.
func (w *writer) securityGroups() {
	group := func(id, name string, permissions ...object) object {
		return object{
			"GroupId": id, "GroupName": name, "OwnerId": account, "VpcId": "vpc-0a11", "Description": name, "IpPermissions": permissions,
			"IpPermissionsEgress": []object{permission("-1", -1, -1, "0.0.0.0/0")}, // trap: what goes out is not what comes in
		}
	}
	peer := permission("tcp", 22, 22)
	peer["UserIdGroupPairs"] = []object{{"GroupId": "sg-bastion", "UserId": account}}
	w.json("aws/security-groups-eu-central-1.json", object{"SecurityGroups": []object{
		group("sg-web", "web", permission("tcp", 443, 443, "0.0.0.0/0", "::/0")), // trap: the public site
		group("sg-bastion", "bastion",
			permission("tcp", 22, 22, "0.0.0.0/0"),  // open
			permission("icmp", 8, -1, "0.0.0.0/0")), // trap: ICMP has types and no ports
		group("sg-db", "database",
			permission("tcp", 5432, 5432, "0.0.0.0/1", "128.0.0.0/1"), // open in two halves
			permission("tcp", 3306, 3306, "10.0.0.0/8")),              // trap: wide, and approved
		group("sg-rdp", "remote-desktop", permission("tcp", 3389, 3389, "::/0")), // open to IPv6
		group("sg-any", "anything", permission("-1", -1, -1, "0.0.0.0/0")),       // every protocol, so every port
		group("sg-search", "search", permission("tcp", 9000, 9300, "0.0.0.0/0")), // 9200 lies in the range
		group("sg-ops", "operations",
			permission("tcp", 22, 22, "203.0.0.0/8"),     // wide, and not approved
			permission("tcp", 22, 22, "198.51.100.0/24"), // trap: the office
			peer), // trap: from another group
	}})
}

// permission lets in a protocol on ports, from ranges of addresses; without ports, and of "-1", it has no port fields.
func permission(protocol string, from, to int, ranges ...string) object {
	p := object{"IpProtocol": protocol, "PrefixListIds": []object{}, "UserIdGroupPairs": []object{}}
	four, six := []object{}, []object{}
	for _, r := range ranges {
		if strings.Contains(r, ":") {
			six = append(six, object{"CidrIpv6": r})
		} else {
			four = append(four, object{"CidrIp": r})
		}
	}
	p["IpRanges"], p["Ipv6Ranges"] = four, six
	if protocol != "-1" {
		p["FromPort"], p["ToPort"] = from, to
	}
	return p
}

func keyArn(id string) string { return "arn:aws:kms:eu-central-1:" + account + ":key/" + id }

// stores writes the volumes, databases and buckets, and the keys that encrypt them.
func (w *writer) stores() {
	w.json("aws/volumes-eu-central-1.json", object{"Volumes": []object{
		volume("vol-wallet", true, "ledger"),
		volume("vol-scratch", false, ""), // not encrypted
		volume("vol-archive", true, "retiring"),
	}})
	w.json("aws/db-instances-eu-central-1.json", object{"DBInstances": []object{
		database("ledger", true, "ledger", "confidential"), // trap: sensitive, with a key of our own
		database("kyc", true, "aws-rds", "restricted"),     // sensitive, with a key of AWS
		database("reporting", true, "aws-rds", "internal"), // trap: a key of AWS, and not sensitive
		database("staging", false, "", "internal"),         // not encrypted
	}})
	w.json("aws/buckets.json", object{"Owner": object{"DisplayName": "meridian", "ID": "79a5"}, "Buckets": []object{
		{"Name": "meridian-reports", "CreationDate": "2024-05-01T08:00:00+00:00"},  // trap: S3 encrypts new buckets by itself
		{"Name": "meridian-old-logs", "CreationDate": "2021-05-01T08:00:00+00:00"}, // older, so the list does not tell
	}})
	w.lines("aws/kms-keys-eu-central-1.json", []object{
		kmsKey("ledger", "Enabled", "CUSTOMER", nil), rotation("ledger", true),
		kmsKey("payouts", "Enabled", "CUSTOMER", nil), rotation("payouts", false), // not rotated
		kmsKey("retiring", "PendingDeletion", "CUSTOMER", object{"DeletionDate": "2026-07-20T00:00:00+00:00"}),                                                     // while a volume needs it
		kmsKey("imported", "Enabled", "CUSTOMER", object{"Origin": "EXTERNAL", "ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": "2026-07-15T00:00:00+00:00"}), // expires in two weeks
		kmsKey("signing", "Enabled", "CUSTOMER", object{"KeyUsage": "SIGN_VERIFY", "KeySpec": "ECC_SECG_P256K1"}),                                                  // trap: cannot be rotated by itself
		kmsKey("aws-rds", "Enabled", "AWS", nil), rotation("aws-rds", true),
	})
}

func volume(id string, encrypted bool, key string) object {
	v := object{
		"VolumeId": id, "AvailabilityZone": "eu-central-1a", "CreateTime": "2025-02-03T08:00:00.000000+00:00", "State": "in-use", "Encrypted": encrypted,
		"Size": 200, "VolumeType": "gp3", "Attachments": []object{{"InstanceId": "i-" + id, "State": "attached"}}, "Tags": []object{{"Key": "env", "Value": "prod"}},
	}
	if key != "" {
		v["KmsKeyId"] = keyArn(key)
	}
	return v
}

func database(name string, encrypted bool, key, class string) object {
	d := object{
		"DBInstanceIdentifier": name, "DBInstanceArn": "arn:aws:rds:eu-central-1:" + account + ":db:" + name, "InstanceCreateTime": "2025-05-01T06:00:00.000Z",
		"DBInstanceStatus": "available", "Engine": "postgres", "PubliclyAccessible": false, "StorageEncrypted": encrypted, "BackupRetentionPeriod": 7, "MultiAZ": true,
		"TagList": []object{{"Key": "env", "Value": "prod"}, {"Key": "data-classification", "Value": class}},
	}
	if key != "" {
		d["KmsKeyId"] = keyArn(key)
	}
	return d
}

func kmsKey(id, state, manager string, more object) object {
	k := object{
		"AWSAccountId": account, "KeyId": id, "Arn": keyArn(id), "CreationDate": "2024-01-01T00:00:00+00:00", "Enabled": state == "Enabled", "Description": "",
		"KeyUsage": "ENCRYPT_DECRYPT", "KeyState": state, "Origin": "AWS_KMS", "KeyManager": manager, "KeySpec": "SYMMETRIC_DEFAULT", "MultiRegion": false,
	}
	for name, value := range more {
		k[name] = value
	}
	return object{"KeyMetadata": k}
}

func rotation(id string, on bool) object {
	r := object{"KeyId": keyArn(id), "KeyRotationEnabled": on}
	if on {
		r["RotationPeriodInDays"], r["NextRotationDate"] = 365, "2026-12-31T00:00:00+00:00"
	}
	return r
}
