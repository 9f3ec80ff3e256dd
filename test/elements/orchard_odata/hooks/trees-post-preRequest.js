const tree = request_body_map
tree.plantedBy = configuration.username
done({ request_vendor_body: tree })
