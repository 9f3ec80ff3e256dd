request_vendor_parameters.legacy = "yes";
return { request_vendor_parameters: request_vendor_parameters };