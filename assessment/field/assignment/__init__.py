"""Which team looks after which county 对口联系: links proposed and recorded."""
