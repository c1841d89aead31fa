package main

// gcpPolicies writes search-all-iam-policies of the organisation, made with an empty query.
func (w *writer) gcpPolicies() {
	w.json("gcp/iam-policies.json", []object{
		gcpPolicy("//cloudresourcemanager.googleapis.com/organizations/660011", "cloudresourcemanager.googleapis.com/Organization", "", nil,
			bound("roles/owner", "group:platform-admins@meridian.example"),                                                      // trap: on the roster
			bound("roles/resourcemanager.organizationAdmin", "serviceAccount:automation@meridian-ops.iam.gserviceaccount.com")), // a program administers the organisation
		gcpPolicy("//cloudresourcemanager.googleapis.com/folders/501", "cloudresourcemanager.googleapis.com/Folder", "", []string{"folders/501"},
			bound("roles/editor", "user:luca@meridian.example")), // inherited by all below
		gcpPolicy("//cloudresourcemanager.googleapis.com/projects/meridian-prod", "cloudresourcemanager.googleapis.com/Project", "projects/7001", []string{"folders/501"},
			bound("roles/editor", "serviceAccount:7001-compute@developer.gserviceaccount.com", "serviceAccount:7001@cloudservices.gserviceaccount.com"), // the first: never taken away; trap: the second is Google's
			bound("roles/owner", "user:mara@meridian.example"),
			bound("roles/viewer", "user:nils@meridian.example", "user:freelancer.joe@gmail.com"), // trap: read only; a private address
			bound("roles/storage.objectAdmin", "serviceAccount:backup@meridian-prod.iam.gserviceaccount.com"),
			bound("projects/meridian-prod/roles/adminReadOnly", "serviceAccount:audit@meridian-prod.iam.gserviceaccount.com"),             // trap: only its name says admin
			bound("roles/logging.viewer", "serviceAccount:collector@otherorg-logs.iam.gserviceaccount.com", "user:anna@auditors.example"), // a stranger's program; trap: an agreed partner
			bound("roles/run.developer", "domain:meridian.example", "deleted:user:olga@meridian.example?uid=1122")),                       // a whole domain may write; gone and still bound
		gcpPolicy("//storage.googleapis.com/meridian-public-site", "storage.googleapis.com/Bucket", "projects/7001", []string{"folders/501"},
			bound("roles/storage.objectViewer", "allUsers")), // trap: may be public
		gcpPolicy("//storage.googleapis.com/meridian-kyc-scans", "storage.googleapis.com/Bucket", "projects/7001", []string{"folders/501"},
			bound("roles/storage.objectViewer", "allAuthenticatedUsers")), // open to everybody with an account
	})
}

func gcpPolicy(resource, kind, project string, folders []string, bindings ...object) object {
	p := object{"resource": resource, "assetType": kind, "organization": "organizations/660011", "policy": object{"bindings": bindings, "etag": "BwYq1mX"}}
	if project != "" {
		p["project"] = project
	}
	if folders != nil {
		p["folders"] = folders
	}
	return p
}

func bound(role string, members ...string) object { return object{"role": role, "members": members} }
