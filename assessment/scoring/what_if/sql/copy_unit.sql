select unit, prefecture, peer_group from unit
