//! What is stored: the struct, its plain data, and the values between input and output.

use super::*;

impl Code<'_> {
    pub(super) fn structure(&self) -> TokenStream {
        let Network { attributes, visibility, name, generics, fields, .. } = self.network;
        let bounded = self.generics();
        let where_clause = &bounded.where_clause;
        let docs = table::docs(self.network, self.graph);
        let fields = fields.iter().enumerate().map(|(index, field)| {
            let (attributes, visibility, name) = (&field.attributes, &field.visibility, &field.name);
            let ty = field_type(self.network, &self.graph.layers, index);
            quote!(#(#attributes)* #visibility #name: #ty)
        });
        // The user's own docs come first, then the table.
        quote! {
            #(#attributes)*
            #docs
            #[repr(C)]
            #visibility struct #name #generics #where_clause {
                #(#fields,)*
            }
        }
    }

    pub(super) fn plain_data(&self) -> TokenStream {
        let (name, element, random) = (&self.network.name, self.element, &self.rng);
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let (given, input) = (&self.given, signal(self.graph.input_shapes.iter()));
        let layout = self.network.fields.iter().zip(&self.field_types).map(|(field, ty)| {
            let ident = &field.name;
            let text = ident.to_string();
            let text = text.trim_start_matches("r#");
            let layout = respan(quote!(<#ty as ::nn::__private::Parameters<#element>>::LAYOUT), ident.span());
            quote! {
                ::nn::__private::Field {
                    name: #text,
                    offset: ::core::mem::offset_of!(Self, #ident) / ::core::mem::size_of::<#element>(),
                    layout: &#layout,
                }
            }
        });
        let init = self.network.fields.iter().enumerate().map(|(index, field)| {
            let ident = &field.name;
            let Some(init) = self.graph.layers[index].as_ref().and_then(Layer::known).and_then(Known::init) else {
                return respan(quote!(::nn::__private::Init::init(&mut self.#ident, rng);), ident.span());
            };
            let call = match &field.kind {
                FieldKind::One(_) => quote!(self.#ident.init_with(&#init, rng);),
                FieldKind::Array(..) => quote!(self.#ident.iter_mut().for_each(|layer| layer.init_with(&#init, rng));),
            };
            respan(call, init.span())
        });
        let fields = self.network.fields.iter().zip(&self.field_types);
        let plain = plain_alone(&generics, name, fields.map(|(field, ty)| (field.name.clone().into(), ty)));
        quote! {
            #plain
            // SAFETY: every field is plain data, which `Parameters` below asks of them.
            #[automatically_derived]
            unsafe impl #impl_generics ::nn::__private::Plain for #name #ty_generics #where_clause {}
            // SAFETY: every field is numbers of this type and nothing else, in the order of declaration.
            #[automatically_derived]
            unsafe impl #impl_generics ::nn::__private::Parameters<#element> for #name #ty_generics #where_clause {
                const LAYOUT: ::nn::__private::Layout = ::nn::__private::Layout::Fields(&[#(#layout),*]);
            }
            #[automatically_derived]
            impl #impl_generics ::nn::__private::Connect for #name #ty_generics #where_clause {
                type Takes<#given: ::nn::__private::Signal> = #input;
                type At<#given: ::nn::__private::Signal> = ::nn::__private::Fitted<Self, #given>;
            }
            #[automatically_derived]
            impl #impl_generics ::nn::__private::Init for #name #ty_generics #where_clause {
                fn init<#random: ::nn::__private::Rng + ?::core::marker::Sized>(&mut self, rng: &mut #random) {
                    #(#init)*
                }
            }
        }
    }

    /// The two structs with the values between input and output.
    pub(super) fn workspaces(&self) -> TokenStream {
        let (saved, scratch) = (self.saved_struct(), self.scratch_struct());
        quote!(#saved #scratch)
    }

    fn place_of(&self, id: ValueId) -> TokenStream {
        let (name, ty) = (&self.names[id], self.value_type(id));
        quote!(#name: #ty)
    }

    /// The rooms of the nodes that need some, of these types.
    fn rooms(&self, ty: impl Fn(&Node) -> TokenStream) -> Vec<TokenStream> {
        let nodes = self.graph.nodes.iter().zip(&self.node_names).filter(|(node, _)| self.needs_room(node));
        let room = |(node, name): (&Node, &Ident)| {
            let ty = ty(node);
            quote!(#name: #ty)
        };
        nodes.map(room).collect()
    }

    fn saved_struct(&self) -> TokenStream {
        let generics = self.batched_generics();
        let where_clause = &generics.where_clause;
        let (saved, batch) = (&self.saved, &self.batch);
        let gradient = |id| {
            let (name, ty) = (self.gradient_name(id), self.value_type(id));
            quote!(#name: #ty)
        };
        let values = self.ids(Self::is_stored).into_iter().map(|id| self.place_of(id));
        let alone = self.ids(|code, id| code.has_gradient(id) && code.shared_gradients.field(id).is_none());
        let gradients = alone.into_iter().map(gradient);
        let (gradient_places, gradient_unions) =
            self.shared(&self.shared_gradients, |id| (self.gradient_name(id), self.value_type(id)));
        let rooms = self.rooms(|node| {
            let layer = self.as_layer(node);
            respan(quote!(#layer::Saved<#batch>), node.span)
        });
        let (marker, plain) = (self.marker(), self.plain(saved));
        quote! {
            #gradient_unions
            /// What the backward pass needs, and the gradients of the values between.
            #[repr(C)]
            pub struct #saved #generics #where_clause {
                #(#values,)*
                #(#gradients,)*
                #(#gradient_places,)*
                #(#rooms,)*
                #marker,
            }
            #plain
        }
    }

    pub(super) fn scratch_struct(&self) -> TokenStream {
        let generics = self.batched_generics();
        let where_clause = &generics.where_clause;
        let scratch = &self.scratch;
        let (unions, fields) = match &self.values {
            Values::Ends(ends) => {
                let (_, ty_generics, _) = generics.split_for_impl();
                let (name, ty) = (&ends.name, &ends.ty);
                (self.ends_union(ends), quote!(#name: #ty #ty_generics,))
            }
            Values::Shared(shared) => {
                let alone = self.ids(|code, id| code.is_stored(id) && shared.field(id).is_none());
                let alone = alone.into_iter().map(|id| self.place_of(id));
                let (places, unions) = self.shared(shared, |id| (self.names[id].clone(), self.value_type(id)));
                let rooms = self.rooms(|node| self.scratch_type(node));
                (unions, quote!(#(#alone,)* #(#places,)* #(#rooms,)*))
            }
        };
        let (marker, plain) = (self.marker(), self.plain(scratch));
        quote! {
            #unions
            /// The values between input and output.
            #[repr(C)]
            pub struct #scratch #generics #where_clause {
                #fields
                #marker,
            }
            #plain
        }
    }

    /// What keeps the generic parameters of a workspace in use.
    pub(super) fn marker(&self) -> TokenStream {
        let generics = self.batched_generics();
        let params = generics.type_params().map(|parameter| &parameter.ident);
        quote!(marker: ::core::marker::PhantomData<fn() -> (#(#params,)*)>)
    }

    /// A workspace, or a part of it, as plain data.
    pub(super) fn plain(&self, name: &Ident) -> TokenStream {
        let generics = self.batched_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        quote! {
            // SAFETY: every field is plain data by its own type.
            unsafe impl #impl_generics ::nn::__private::Plain for #name #ty_generics #where_clause {}
        }
    }

    /// The fields for values that share a place, and their types: unions of plain data, of which one value is in use at a
    /// time.
    fn shared(
        &self,
        shared: &Shared,
        field: impl Fn(ValueId) -> (Ident, TokenStream),
    ) -> (Vec<TokenStream>, TokenStream) {
        let generics = self.batched_generics();
        let (_, ty_generics, where_clause) = generics.split_for_impl();
        let (mut places, mut unions) = (Vec::new(), TokenStream::new());
        for SharedPlace { ty, name, values } in &shared.places {
            let fields = values.iter().map(|&id| {
                let (name, ty) = field(id);
                quote!(#name: ::core::mem::ManuallyDrop<#ty>)
            });
            let (marker, plain) = (self.marker(), self.plain(ty));
            places.push(quote!(#name: #ty #ty_generics));
            unions.extend(quote! {
                /// Values that are never needed at the same time.
                #[repr(C)]
                pub union #ty #generics #where_clause {
                    #(#fields,)*
                    #marker,
                }
                #plain
            });
        }
        (places, unions)
    }
}
