package main

// reference writes what the auditor keeps: who may be what, agreed with the owners of the systems.
func (w *writer) reference() {
	list := func(name string, values ...string) (rows []string) {
		for _, v := range values {
			rows = append(rows, name+","+v+",2025-01-01,,owner of the system")
		}
		return rows
	}
	w.csv("auditor/ref-lists.csv", "list_name,value,valid_from,valid_to,source", join(
		list("admin_roster", "arn:aws:iam::"+account+":role/platform-admin", "arn:aws:iam::"+account+":role/managed-admin", "group:platform-admins@meridian.example", "Group:platform-admins", "treasury:t-010", "treasury:t-012"),
		list("birthright", "treasury:mailbox"),
		list("change_approvers", "cab.lead"),
		list("builtin_accounts", "okta:00u0000002SVC"),
		list("approved_ranges", "10.0.0.0/8"),
		list("org_accounts", account, "222233334444"),
		list("third_parties", "444455556666"),
		list("corp_domains", "meridian.example"),
		list("partners", "auditors.example"),
		list("public_ok", "//storage.googleapis.com/meridian-public-site"),
		list("org_projects", "meridian-prod", "7001", "meridian-ops"),
		list("approved_registries", "registry.meridian.example"),
		list("allowed_images", digest("exporter"), digest("image monitor")),
		list("plain_custom_roles", "projects/meridian-prod/roles/adminReadOnly"),
	))
	w.csv("auditor/grants.csv", "grant_id,system,account_id,role_id,kind,start_at,end_at,ticket_id,reason,granted_by", []string{
		"G-1,aws:" + account + ",dara.brandt63,storage-admin,jit,2026-03-22T20:00:00Z,2026-03-22T23:00:00Z,CHG-190,policy of the archive,cab.lead",
	})
}

func join(lists ...[]string) (all []string) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
