package main

import (
	"encoding/json"
	"net/url"
	"strings"
)

const (
	adminPolicy = "arn:aws:iam::aws:policy/AdministratorAccess"
	oidc        = "arn:aws:iam::" + account + ":oidc-provider/token.actions.githubusercontent.com"
)

// authorizationDetails writes the answer of get-account-authorization-details: who may do what, and who may become whom.
func (w *writer) authorizationDetails() {
	w.json("aws/authorization-details-"+account+".json", object{
		"UserDetailList":  iamUsers(),
		"GroupDetailList": []object{iamGroup("admins", adminPolicy), iamGroup("developers", policyArn("read-logs"))},
		"RoleDetailList":  iamRoles(),
		"Policies": []object{
			managed(adminPolicy, allow("", "*", "*")),
			managed(policyArn("read-logs"), allow("Logs", []string{"logs:Get*", "logs:FilterLogEvents"}, "*")),
			// trap: an old version gave everything, the one in force does not
			managed(policyArn("reporting"), allow("Everything", "*", "*"), allow("Reports", "s3:GetObject", "arn:aws:s3:::meridian-reports/*")),
			managed(policyArn("breakglass-unused"), allow("All", "*", "*")), // trap: attached to nobody
		},
	})
}

func iamUsers() []object {
	oncall := iamUser("oncall.temp", nil, adminPolicy) // full rights, attached directly
	sdk := iamUser("migration.2024", nil)              // full rights inline; the SDK gives the document URL-encoded
	sdk["UserPolicyList"] = []object{{"PolicyName": "tmp", "PolicyDocument": encoded(document(allow("Tmp", "*:*", "*")))}}
	mfa := iamUser("vera.platform", nil) // trap: everything, and only with a second factor
	whole := allow("WithMFA", "*", "*")
	whole["Condition"] = object{"Bool": object{"aws:MultiFactorAuthPresent": "true"}}
	mfa["UserPolicyList"] = []object{{"PolicyName": "with-mfa", "PolicyDocument": document(whole)}}
	return []object{
		oncall, sdk, mfa,
		iamUser("nils.ops", []string{"admins"}), // full rights by a group
		iamUser("pia.dev", []string{"developers"}),
	}
}

func iamRoles() []object {
	legacy := iamRole("legacy-migration", trust("", object{"AWS": root(account)}, nil))
	legacy["RolePolicyList"] = []object{{"PolicyName": "rest", "PolicyDocument": document(object{
		"Sid": "AllButBilling", "Effect": "Allow", "NotAction": "aws-portal:*", "Resource": "*"})}} // full rights in other words
	s3 := iamRole("storage-admin", trust("Account", object{"AWS": root(account)}, nil)) // trap: everything of one service
	s3["RolePolicyList"] = []object{{"PolicyName": "s3", "PolicyDocument": document(allow("Storage", "s3:*", "*"))}}
	return []object{
		legacy, s3,
		iamRole("platform-admin", trust("Account", object{"AWS": root(account)}, nil), adminPolicy),                            // trap: on the roster
		iamRole("managed-admin", trust("Two", object{"AWS": []string{root(account), root("222233334444")}}, nil), adminPolicy), // on the roster, and two accounts may assume it
		iamRole("report-builder", trust("Lambda", object{"Service": "lambda.amazonaws.com"}, nil), policyArn("reporting")),

		iamRole("open-door", trust("Anyone", "*", nil)), // anybody
		iamRole("org-read", trust("Org", object{"AWS": "*"}, object{"StringEquals": object{"aws:principalorgid": "o-meridian01"}})),                        // trap: anybody of the organisation; keys have no case
		iamRole("org-maybe", trust("OrgIfExists", object{"AWS": "*"}, object{"StringLikeIfExists": object{"aws:PrincipalOrgID": "o-meridian01"}})),         // no protection when the key is absent
		iamRole("old-vendor", trust("Vendor", object{"AWS": root("999988887777")}, nil)),                                                                   // nobody's account
		iamRole("sister", trust("Sister", object{"AWS": root("222233334444")}, nil)),                                                                       // trap: an account of the organisation
		iamRole("partner-audit", trust("Partner", object{"AWS": root("444455556666")}, nil)),                                                               // an agreed party, without external id
		iamRole("partner-billing", trust("Partner", object{"AWS": root("444455556666")}, object{"StringEquals": object{"sts:ExternalId": "mx-7731"}})),     // trap: with it
		iamRole("trail-writer", trust("Trail", object{"Service": "cloudtrail.amazonaws.com"}, nil)),                                                        // a service that others may use against us
		iamRole("config-writer", trust("Config", object{"Service": "config.amazonaws.com"}, object{"StringEquals": object{"aws:SourceAccount": account}})), // trap: for our account only
		iamRole("ci-any-repo", trust("GitHub", object{"Federated": oidc}, object{
			"StringEquals": object{"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
			"StringLike":   object{"token.actions.githubusercontent.com:sub": "repo:meridian/*"}})), // every repository
		iamRole("ci-wallet", trust("GitHub", object{"Federated": oidc}, object{"StringEquals": object{ // trap: one repository, one branch
			"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
			"token.actions.githubusercontent.com:sub": "repo:meridian/wallet:ref:refs/heads/main"}})),
	}
}

func policyArn(name string) string { return "arn:aws:iam::" + account + ":policy/" + name }

func root(number string) string { return "arn:aws:iam::" + number + ":root" }

func allow(sid string, actions, resources any) object {
	s := object{"Effect": "Allow", "Action": actions, "Resource": resources}
	if sid != "" {
		s["Sid"] = sid
	}
	return s
}

// trust says who may assume a role; an identity provider does so with a web identity.
func trust(sid string, principal any, condition object) object {
	action := "sts:AssumeRole"
	if p, ok := principal.(object); ok && p["Federated"] != nil {
		action = "sts:AssumeRoleWithWebIdentity"
	}
	s := object{"Sid": sid, "Effect": "Allow", "Principal": principal, "Action": action}
	if sid == "" {
		delete(s, "Sid")
	}
	if condition != nil {
		s["Condition"] = condition
	}
	return s
}

func document(statements ...object) object {
	return object{"Version": "2012-10-17", "Statement": statements}
}

func encoded(document object) string {
	data, err := json.Marshal(document)
	if err != nil {
		panic(err) // a literal of this program
	}
	return strings.ReplaceAll(url.QueryEscape(string(data)), "+", "%20")
}

func attached(arns []string) []object {
	list := []object{}
	for _, arn := range arns {
		list = append(list, object{"PolicyName": arn[strings.LastIndex(arn, "/")+1:], "PolicyArn": arn})
	}
	return list
}

const iamCreated = "2024-02-01T09:00:00+00:00"

func iamUser(name string, groups []string, policies ...string) object {
	if groups == nil {
		groups = []string{}
	}
	return object{
		"Path": "/", "UserName": name, "UserId": "AIDA" + strings.ToUpper(name), "Arn": "arn:aws:iam::" + account + ":user/" + name,
		"CreateDate": iamCreated, "GroupList": groups, "AttachedManagedPolicies": attached(policies),
	}
}

func iamGroup(name string, policies ...string) object {
	return object{
		"Path": "/", "GroupName": name, "GroupId": "AGPA" + strings.ToUpper(name), "Arn": "arn:aws:iam::" + account + ":group/" + name,
		"CreateDate": iamCreated, "GroupPolicyList": []object{}, "AttachedManagedPolicies": attached(policies),
	}
}

func iamRole(name string, trusts object, policies ...string) object {
	return object{
		"Path": "/", "RoleName": name, "RoleId": "AROA" + strings.ToUpper(name), "Arn": "arn:aws:iam::" + account + ":role/" + name,
		"CreateDate": iamCreated, "AssumeRolePolicyDocument": document(trusts), "InstanceProfileList": []object{}, "RolePolicyList": []object{},
		"AttachedManagedPolicies": attached(policies),
	}
}

// managed is a policy with its versions, of which the last is in force.
func managed(arn string, statements ...object) object {
	versions := []object{}
	for i, s := range statements {
		versions = append(versions, object{"Document": document(s), "VersionId": "v" + string(rune('1'+i)), "IsDefaultVersion": i == len(statements)-1})
	}
	return object{
		"PolicyName": arn[strings.LastIndex(arn, "/")+1:], "PolicyId": "ANPA" + strings.ToUpper(arn[strings.LastIndex(arn, "/")+1:]), "Arn": arn, "Path": "/",
		"DefaultVersionId": versions[len(versions)-1]["VersionId"], "AttachmentCount": 1, "IsAttachable": true, "CreateDate": iamCreated, "PolicyVersionList": versions,
	}
}
