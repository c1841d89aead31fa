-- The default format names neither the VPC nor the instance, and no more of the packet.
SELECT * EXCLUDE (_name), NULL AS vpc, NULL AS instance, NULL AS direction, NULL AS reason, NULL AS pkt_src, NULL AS pkt_dst, NULL AS flags FROM raw
