package main

// docker writes docker inspect of the host that runs the old payment gateway.
func (w *writer) docker() {
	var all []object
	add := func(name string, change func(host, settings object)) {
		host := object{
			"Binds": []string{}, "NetworkMode": "bridge", "PidMode": "", "IpcMode": "private", "UTSMode": "", "UsernsMode": "", "Privileged": false,
			"CapAdd": nil, "CapDrop": []string{"ALL"}, "SecurityOpt": []string{"no-new-privileges:true"}, "ReadonlyRootfs": true,
		}
		settings := object{"State": running(true), "Ports": object{}, "Mounts": []object{}}
		change(host, settings)
		all = append(all, object{
			"Id": digest("container " + name)[7:], "Created": "2026-05-02T03:04:05.678901234Z", "Name": "/" + name, "State": settings["State"], "Image": digest("image " + name),
			"Platform": "linux", "HostConfig": host, "Mounts": settings["Mounts"], "NetworkSettings": object{"Ports": settings["Ports"]},
			"Config": object{"User": "1000:1000", "Image": registry + "gateway/" + name + ":2", "Env": []string{"PATH=/bin"}},
		})
	}
	add("gateway", func(h, s object) { // trap: a public port that is none of administration, and a named volume
		s["Ports"] = object{"8443/tcp": published("0.0.0.0", "443")}
		s["Mounts"] = []object{{"Type": "volume", "Name": "data", "Source": "/var/lib/docker/volumes/data/_data", "Destination": "/data", "RW": true}}
		h["Binds"] = []string{"data:/data"}
	})
	add("builder", func(h, s object) { h["Privileged"] = true })
	add("probe", func(h, s object) { h["PidMode"] = "host" })
	add("watcher", func(h, s object) { // the socket, although read-only
		h["Binds"] = []string{"/var/run/docker.sock:/var/run/docker.sock:ro"}
		s["Mounts"] = []object{{"Type": "bind", "Source": "/var/run/docker.sock", "Destination": "/var/run/docker.sock", "RW": false}}
	})
	add("tunnel", func(h, s object) { h["CapAdd"] = []string{"CAP_NET_ADMIN"} })
	add("legacy", func(h, s object) { h["SecurityOpt"] = nil }) // may gain privileges
	add("postgres", func(h, s object) { s["Ports"] = object{"5432/tcp": published("0.0.0.0", "15432")} })
	add("cache", func(h, s object) { s["Ports"] = object{"6379/tcp": published("127.0.0.1", "6379")} }) // trap: on the host itself only
	add("monitor", func(h, s object) { h["Privileged"] = true })                                        // trap: its image is allowed
	add("old", func(h, s object) { h["Privileged"] = true; s["State"] = running(false) })               // trap: does not run
	w.json("docker/gateway-01.json", all)
}

func running(yes bool) object {
	return object{"Status": map[bool]string{true: "running", false: "exited"}[yes], "Running": yes, "Paused": false, "Restarting": false}
}

func published(address, port string) []object {
	return []object{{"HostIp": address, "HostPort": port}}
}
