select u.* from main.unit as u join changed as c on c.unit = u.unit
