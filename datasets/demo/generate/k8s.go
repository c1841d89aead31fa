package main

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

const registry = "registry.meridian.example/"

// digest is an invented digest of what a name stands for.
func digest(of string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(of))) }

// pod is a pod with one container. Its security context begins hardened; what is planted changes it.
type pod struct {
	namespace, kind, workload, suffix string
	image, runs                       string // as named in the pod, and the digest or id that runs
	phase                             string
	context, level                    object // of the container, and of the pod
	more                              object // of the specification
	mount                             string // path of the host
}

func hardened(namespace, workload string) *pod {
	return &pod{
		namespace: namespace, kind: "Deployment", workload: workload, suffix: "x1", phase: "Running",
		image: registry + namespace + "/" + workload + ":1.4", runs: registry + namespace + "/" + workload + "@" + digest(workload),
		context: object{"runAsNonRoot": true, "runAsUser": 1000, "allowPrivilegeEscalation": false, "capabilities": object{"drop": []string{"ALL"}}},
		level:   object{"seccompProfile": object{"type": "RuntimeDefault"}}, more: object{},
	}
}

func (w *writer) kubernetes() {
	w.json("k8s/pods.json", object{"apiVersion": "v1", "kind": "List", "items": pods()})
	w.json("k8s/objects.json", object{"apiVersion": "v1", "kind": "List", "items": []object{
		namespace("pay", "restricted"), namespace("web", "baseline"), namespace("batch", ""), namespace("kube-system", ""),
	}})
	w.json("k8s/rbac.json", object{"apiVersion": "v1", "kind": "List", "items": append(roles(), bindings()...)})
	w.json("registry/images.json", images())
}

func pods() (items []object) {
	add := func(namespace, workload string, change func(*pod)) {
		p := hardened(namespace, workload)
		change(p)
		items = append(items, p.object())
	}
	add("pay", "api", func(p *pod) { p.image = registry + "pay/api@" + digest("api") }) // trap: no tag, and a digest
	add("pay", "signer", func(p *pod) {                                                 // privileged, which R4 and R5 follow from
		p.context = object{"privileged": true, "runAsNonRoot": true, "runAsUser": 1000, "capabilities": object{"add": []string{"SYS_ADMIN"}}}
	})
	add("pay", "quote", func(p *pod) {})
	add("pay", "quote", func(p *pod) { p.suffix, p.runs = "x2", registry+"pay/quote@"+digest("quote-2") }) // another image under the same tag
	add("web", "edge", func(p *pod) { p.more["hostNetwork"] = true; p.image = registry + "web/edge:latest" })
	add("web", "agent", func(p *pod) { p.mount = "/var/run/docker.sock" })
	add("web", "vpn", func(p *pod) { // a capability; its image is in no list
		p.context["capabilities"] = object{"add": []string{"NET_ADMIN"}}
		p.runs = registry + "web/vpn@" + digest("vpn-unlisted")
	})
	add("web", "legacy", func(p *pod) { // unset is allowed; and the image comes from Docker Hub
		delete(p.context, "allowPrivilegeEscalation")
		p.image, p.runs = "nginx:1.27", "docker.io/library/nginx@"+digest("nginx")
	})
	user := func(p *pod) { delete(p.context, "runAsNonRoot"); delete(p.context, "runAsUser") }
	add("web", "report", user) // neither pod nor image names a user
	add("web", "board", user)  // trap: the image does
	add("web", "ghost", func(p *pod) { user(p); p.runs = registry + "web/ghost@" + digest("ghost-unlisted") })
	add("web", "tuned", func(p *pod) { // trap: the container overrules its pod; and the image is named by its id
		p.level["runAsUser"], p.runs = 0, digest("config tuned")
	})
	add("web", "clock", func(p *pod) { p.mount = "/etc/localtime" })                                        // trap: a harmless file
	add("web", "exporter", func(p *pod) { p.kind, p.context = "DaemonSet", object{"privileged": true} })    // trap: allowed by its digest
	add("web", "done", func(p *pod) { p.phase, p.context = "Succeeded", object{"privileged": true} })       // trap: does not run
	add("batch", "settle", func(p *pod) {})                                                                 // its namespace enforces nothing
	add("kube-system", "cni", func(p *pod) { p.kind, p.context = "DaemonSet", object{"privileged": true} }) // trap: of the cluster itself
	return items
}

// object is the pod as kubectl prints it. A Deployment owns it through a ReplicaSet.
func (p *pod) object() object {
	owner, labels := object{"apiVersion": "apps/v1", "kind": p.kind, "name": p.workload, "controller": true}, object{"app": p.workload}
	if p.kind == "Deployment" {
		owner["kind"], owner["name"], labels["pod-template-hash"] = "ReplicaSet", p.workload+"-6f7c", "6f7c"
	}
	container := object{"name": p.workload, "image": p.image, "securityContext": p.context, "volumeMounts": []object{}}
	spec := object{"serviceAccountName": p.workload, "securityContext": p.level, "containers": []object{container}}
	if p.mount != "" {
		container["volumeMounts"] = []object{{"name": "host", "mountPath": "/host"}}
		spec["volumes"] = []object{{"name": "host", "hostPath": object{"path": p.mount}}}
	}
	for name, value := range p.more {
		spec[name] = value
	}
	status := object{"name": p.workload, "image": p.image, "imageID": p.runs, "containerID": "containerd://" + p.workload + p.suffix, "ready": true}
	return object{
		"apiVersion": "v1", "kind": "Pod", "spec": spec, "status": object{"phase": p.phase, "containerStatuses": []object{status}},
		"metadata": object{"name": p.workload + "-6f7c-" + p.suffix, "namespace": p.namespace, "labels": labels, "ownerReferences": []object{owner}},
	}
}

func namespace(name, enforced string) object {
	labels := object{"kubernetes.io/metadata.name": name}
	if enforced != "" {
		labels["pod-security.kubernetes.io/enforce"] = enforced
	}
	return object{
		"apiVersion": "v1", "kind": "Namespace", "metadata": object{"name": name, "uid": "ns-" + name, "creationTimestamp": "2025-05-01T06:00:00Z", "labels": labels},
		"spec": object{"finalizers": []string{"kubernetes"}}, "status": object{"phase": "Active"},
	}
}

// images is docker image inspect on the host that builds and mirrors.
func images() (all []object) {
	for _, name := range strings.Fields("pay/api pay/signer pay/quote web/edge web/agent web/vpn web/report web/board web/ghost web/tuned web/clock web/exporter web/legacy batch/settle kube-system/cni") {
		workload := name[strings.Index(name, "/")+1:]
		user := "1000"
		if workload == "report" {
			user = ""
		}
		all = append(all, image(registry+name, workload, user))
	}
	return append(all, image(registry+"pay/quote", "quote-2", "1000"), image("nginx", "nginx", ""))
}

func image(repository, of, user string) object {
	return object{
		"Id": digest("config " + of), "RepoTags": []string{}, "RepoDigests": []string{repository + "@" + digest(of)}, "Created": "2026-05-02T03:04:05.678901234Z",
		"Os": "linux", "Architecture": "amd64", "Config": object{"User": user},
	}
}

func role(kind, namespace, name string, rules ...object) object {
	meta := object{"name": name}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	return object{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": meta, "rules": rules}
}

func rule(groups, resources, verbs string) object {
	return object{"apiGroups": strings.Split(groups, " "), "resources": strings.Split(resources, " "), "verbs": strings.Split(verbs, " ")}
}

func roles() []object {
	one := rule("", "secrets", "get")
	one["resourceNames"] = []string{"tls"}
	viewer := role("ClusterRole", "", "viewer", rule("", "pods services configmaps pods/log", "get list watch"))
	viewer["metadata"].(object)["labels"] = object{"meridian.example/ops": "true"}
	ops := role("ClusterRole", "", "ops-view")
	ops["aggregationRule"] = object{"clusterRoleSelectors": []object{{"matchLabels": object{"meridian.example/ops": "true"}}}}
	ops["rules"] = nil
	return []object{
		role("ClusterRole", "", "cluster-admin", rule("*", "*", "*")),
		role("ClusterRole", "", "everything", rule("*", "*", "*")),                          // full by its rules, not by its name
		role("ClusterRole", "", "cluster-admin-readonly", rule("*", "*", "get list watch")), // full by its name only; but it reads Secrets
		viewer, ops,
		role("Role", "pay", "secret-reader", rule("", "secrets", "get list")),
		role("Role", "pay", "one-secret", one),
		role("Role", "web", "writes-secrets", rule("", "secrets", "create update")),    // trap: writes and cannot read
		role("Role", "web", "other-group", rule("apps", "secrets pods", "get create")), // trap: another API group
		role("Role", "web", "singular", rule("", "secret", "get")),                     // trap: no such resource
		role("Role", "web", "default-reads", rule("", "secrets", "get")),
		role("Role", "web", "runner", rule("", "pods/exec", "create"), rule("", "pods", "get list")),
		role("ClusterRole", "", "support", rule("", "users groups", "impersonate")),
		role("Role", "batch", "jobs", rule("batch", "jobs", "create delete")),
	}
}

// bindings grants the roles; what each grant means for each test is in planted.csv.
func bindings() []object {
	return []object{
		binding("ClusterRoleBinding", "", "cluster-admin", "ClusterRole/cluster-admin", subject("Group", "", "system:masters")), // trap: every cluster has it
		binding("ClusterRoleBinding", "", "platform", "ClusterRole/cluster-admin", subject("Group", "", "platform-admins")),     // trap: on the roster
		binding("ClusterRoleBinding", "", "mara-temp", "ClusterRole/cluster-admin", subject("User", "", "mara")),                // not on the roster
		binding("ClusterRoleBinding", "", "deployer", "ClusterRole/everything", subject("ServiceAccount", "batch", "deployer")), // a program
		binding("ClusterRoleBinding", "", "debug", "ClusterRole/cluster-admin", subject("Group", "", "system:authenticated")),   // everybody
		binding("RoleBinding", "kube-system", "fix", "ClusterRole/cluster-admin", subject("User", "", "nils")),                  // in the cluster's own namespace
		binding("ClusterRoleBinding", "", "auditors", "ClusterRole/cluster-admin-readonly", subject("Group", "", "auditors")),
		binding("ClusterRoleBinding", "", "ops", "ClusterRole/ops-view", subject("Group", "", "operations")),
		binding("RoleBinding", "pay", "api-secrets", "Role/secret-reader", subject("ServiceAccount", "pay", "api")),
		binding("RoleBinding", "pay", "api-tls", "Role/one-secret", subject("ServiceAccount", "pay", "gateway")),
		binding("RoleBinding", "web", "writer", "Role/writes-secrets", subject("ServiceAccount", "web", "writer")),
		binding("RoleBinding", "web", "other", "Role/other-group", subject("ServiceAccount", "web", "other")),
		binding("RoleBinding", "web", "singular", "Role/singular", subject("ServiceAccount", "web", "singular")),
		binding("RoleBinding", "web", "defaults", "Role/default-reads", subject("ServiceAccount", "web", "default")),
		binding("RoleBinding", "web", "runner", "Role/runner", subject("ServiceAccount", "web", "runner")),
		binding("ClusterRoleBinding", "", "support", "ClusterRole/support", subject("User", "", "ines")),
		binding("RoleBinding", "batch", "jobs", "Role/jobs", subject("ServiceAccount", "batch", "scheduler")),
		binding("RoleBinding", "batch", "nobody", "Role/jobs"), // trap: binds nobody
	}
}

func binding(kind, namespace, name, role string, subjects ...object) object {
	meta := object{"name": name}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	roleKind, roleName, _ := strings.Cut(role, "/")
	b := object{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": meta, "subjects": subjects,
		"roleRef": object{"apiGroup": "rbac.authorization.k8s.io", "kind": roleKind, "name": roleName}}
	if subjects == nil {
		b["subjects"] = nil
	}
	return b
}

func subject(kind, namespace, name string) object {
	s := object{"kind": kind, "name": name}
	if namespace != "" {
		s["namespace"] = namespace
	} else {
		s["apiGroup"] = "rbac.authorization.k8s.io"
	}
	return s
}
